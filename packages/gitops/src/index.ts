/** The GitOps repository through git itself: ranges, files, images, inverses. Fetches and computes; never pushes. */
export { namespace, type RefAdvertisement, readAdvertisement, readRefs } from './advertisement.ts';
export { fetchBlobs, readFileAt } from './file.ts';
export { type Git, type Output, openGit } from './git.ts';
export { type ImageReading, readImageChanges } from './images.ts';
export { type Inverse, planInverse } from './inverse.ts';
export { manifestContents, readKinds } from './kinds.ts';
export { type CommitContent, emptyTree, writeCommit } from './object.ts';
export { objectsOnly } from './objects-only.ts';
export { type Pinned, readPinned } from './pinned.ts';
export { type Change, fetchCommits, type PathChange, readRange } from './range.ts';
export { refusal } from './refusal.ts';
export type { Remote } from './remote.ts';
export { type RenderedPaths, type RenderingFrom, readRenderedPaths } from './rendered-paths.ts';
export { rendersNothing } from './renders-nothing.ts';
export type { Returned } from './returned/content.ts';
export { valuesReturned } from './returned/values-returned.ts';
export { sameAt } from './same-at.ts';
export { cutShort, terminated } from './whole.ts';
