export { findPulls } from './find-pulls.ts';
export { nameCulprit } from './name-culprit.ts';
