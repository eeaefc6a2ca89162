export { type Advertisement, namespace, readAdvertisement } from './advertisement.ts';
export { readBlob, readFileAt } from './file.ts';
export { type Git, type Output, openGit, type Remote } from './git.ts';
export { readImageChanges } from './images.ts';
export { type Inverse, planInverse } from './inverse.ts';
export { readKinds } from './kinds.ts';
export { type CommitContent, emptyTree, writeCommit } from './object.ts';
export { type Change, type PathChange, readRange, sameAt } from './range.ts';
export { refusal } from './refusal.ts';
