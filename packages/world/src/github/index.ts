export type { Fault } from './faults.ts';
export { git, initBare } from './git.ts';
export type { GitHubWorld } from './handle.ts';
export { localFetch, quickClock } from './local-client.ts';
export { startGitHub } from './start-github.ts';
export { temporaryGitHub } from './temporary-github.ts';
export type { GitHubEvent, Permissions, PullState, RepositoryState, Rule } from './world.ts';
