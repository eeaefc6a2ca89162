/** Who did it, or nobody: suspects, their evidence and posterior. Pure, and every number has its source. */
export { type AttributionInput, attribute, type Blame, type Candidate } from './attribute.ts';
export { likelihoods } from './likelihoods.ts';
