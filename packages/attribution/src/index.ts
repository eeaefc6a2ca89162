/** Who did it, or nobody: suspects, their evidence and posterior. Pure, and every number has its source. */
export { attribute, type Blame } from './attribute.ts';
export type { AttributionInput, Candidate } from './input.ts';
export { likelihoods } from './likelihoods.ts';
