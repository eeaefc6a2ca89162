/** The facts that `decide()` judges, gathered in one place for the stages that ask it. Reads; decides nothing. */
export { askOutside, type Outside, type OutsideAccess } from './ask-outside.ts';
export {
  type Based,
  type BasePolicy,
  type PolicyAt,
  type PolicyRequest,
  readBasePolicy,
  readPolicyAt,
  type Scope,
} from './base-policy.ts';
export { type Known, preflightFacts } from './facts.ts';
export { knownGood } from './known-good.ts';
export { readPinnedPolicy } from './pinned-policy.ts';
export { readFreshness, type SignalsAccess } from './read-freshness.ts';
export { readNewestPolicy, readRevertLedgers } from './read-git.ts';
export { type Renders, readRendered } from './read-rendered.ts';
export { kindsAreInText, migrationIn, renderedKinds, rendersTheSame } from './rendered-facts.ts';
export { compareRendering, type Rendered, type SyncRendering } from './went-live/compare-rendering.ts';
export {
  findSync,
  historyTooShort,
  type NotLive,
  noPrevious,
  type SyncTimes,
} from './went-live/find-sync.ts';
export { type Live, readLive } from './went-live/read-live.ts';
export { changedOutside, unlistedBy } from './went-live/rendered-outside.ts';
export { type EventRevisions, type NamedEvent, newestRevision, timesMeant } from './went-live/which-sync.ts';
