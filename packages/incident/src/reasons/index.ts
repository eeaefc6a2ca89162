import { z } from 'zod';
import { causes, evidenceCodes, vetoCodes } from './attribute.ts';
import { codesOf, type FactShape, type FactsIn } from './facts.ts';
import { guardrailsPassed, guardrailsRefused, revertOutcomes } from './revert.ts';
import { runStops } from './run.ts';
import { recoveryOutcomes } from './verify.ts';
import { undecidedReasons, watchOutcomes, watchRefusals, watchStops } from './watch.ts';

export { causes, evidenceCodes, vetoCodes } from './attribute.ts';
export { codesOf, type FactKind, type FactShape, type Facts, type FactsIn, fits, kindOf } from './facts.ts';
export { pushRefusals } from './push.ts';
export { guardrailsPassed, guardrailsRefused, revertOutcomes } from './revert.ts';
export { runStops } from './run.ts';
export { recoveryOutcomes } from './verify.ts';
export { undecidedReasons, watchOutcomes, watchRefusals, watchStops } from './watch.ts';

/**
 * Every stop, refusal and action names one of these: the list is closed, and a code has one meaning, whichever stage
 * names it. The sentence a person reads for each stands in `report/`, the rung it allows in `policy/`, the colour of
 * the job in `runner/`.
 */
export const reasons = {
  ...watchOutcomes,
  ...watchStops,
  ...undecidedReasons,
  ...watchRefusals,
  ...causes,
  ...evidenceCodes,
  ...vetoCodes,
  ...guardrailsPassed,
  ...guardrailsRefused,
  ...revertOutcomes,
  ...recoveryOutcomes,
  ...runStops,
};

export const ReasonCode = z.enum(codesOf(reasons));
export type ReasonCode = z.infer<typeof ReasonCode>;

export type FactsOf<Code extends ReasonCode> = FactsIn<(typeof reasons)[Code]>;

/** @returns the facts of a code, each with its kind */
export function factShape(code: ReasonCode): FactShape {
  return reasons[code];
}
