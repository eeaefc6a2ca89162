export { applicationsTouched, find, type NamedApplication, rendersFrom } from './applications.ts';
export { newPods } from './canary.ts';
export { decide, type Question } from './decide.ts';
export { dependenciesOf } from './dependencies.ts';
export type { Facts, PastRevert, StillTrue } from './facts.ts';
export { knownGood } from './known-good.ts';
export { parsePolicy } from './parse.ts';
export { literally, patternOf } from './pattern.ts';
export type { Policy, PolicyApplication, WatchSettings } from './schema.ts';
export { type Matcher, parseSelector, type Selector } from './selector.ts';
export {
  type GaugeSignal,
  type HealthSignal,
  type MetricProvider,
  type RatioSignal,
  Signal,
} from './signal/index.ts';
