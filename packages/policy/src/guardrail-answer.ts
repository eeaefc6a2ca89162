import type { FactsOf, GuardrailAnswer, GuardrailCode, Instant } from '@backout/incident';
import type { DecisionInput } from './decision-input.ts';
import type { PreflightFacts } from './facts.ts';
import { ceilings } from './ladder.ts';
import type { Policy } from './schema.ts';

/** What a guardrail judges. */
export interface GuardrailInput {
  readonly input: DecisionInput;
  readonly policy: Policy;
  readonly facts: PreflightFacts;
  readonly now: Instant;
}

/** Only a code without facts of its own is answered without any. */
type Given<Code extends GuardrailCode> =
  Record<never, never> extends FactsOf<Code> ? [FactsOf<Code>?] : [FactsOf<Code>];

export function answer<Code extends GuardrailCode>(code: Code, ...[facts]: Given<Code>): GuardrailAnswer {
  // A union over all codes, of which TypeScript does not see that code and facts belong together.
  return { code, passed: ceilings[code] === 'revert', facts: facts ?? {} } as GuardrailAnswer;
}
