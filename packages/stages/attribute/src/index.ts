/** The second stage: names the guilty change, or nobody, and what the policy allows to do about it. */
export { findPulls } from './find-pulls.ts';
export { nameCulprit } from './name-culprit.ts';
