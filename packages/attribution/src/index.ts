export { type AttributionInput, attribute, type Blame, type Candidate } from './attribute.ts';
export { likelihoods } from './likelihoods.ts';
