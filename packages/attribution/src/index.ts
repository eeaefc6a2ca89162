export { attribute, type Blame, type Candidate, type Scene } from './attribute.ts';
export { likelihoods } from './likelihoods.ts';
