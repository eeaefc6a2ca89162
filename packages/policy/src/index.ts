/** The policy file and what it decides: guardrails, the ladder and `decide()`. Pure. */
export {
  applicationsTouched,
  find,
  isShared,
  meantBy,
  type NamedApplication,
  pathsInArgocd,
  rendersFrom,
} from './applications.ts';
export { newPods } from './canary.ts';
export { decide } from './decide.ts';
export type { DecisionInput } from './decision-input.ts';
export { dependenciesOf } from './dependencies.ts';
export type { PastRevert, PreflightFacts, SyncReadiness, Unreadable } from './facts.ts';
export { lineOf, type Mistake, textOf } from './mistakes/mistake.ts';
export { type MistakeCode, mistakeCodes } from './mistakes/words/index.ts';
export { parsePolicy } from './parse.ts';
export { literally, patternOf } from './pattern.ts';
export type { QueryFault, QueryGrammar } from './queries/fault.ts';
export { type Checks, type PolicyReading, readPolicy } from './read.ts';
export { type Remark, remarkCodes, remarksOn } from './remarks.ts';
export type { Policy, PolicyApplication, WatchSettings } from './schema.ts';
export { type Matcher, parseSelector, type Selector } from './selector.ts';
export {
  type GaugeSignal,
  type HealthSignal,
  type MetricProvider,
  type RatioSignal,
  Signal,
} from './signal/index.ts';
