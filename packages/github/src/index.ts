/** The only door to GitHub: pull requests, commit statuses, comments and issues, each written at most once. */
export * from './can-reach.ts';
export type { GitHub, GitHubOptions, RetryClock } from './open-github.ts';
export { openGitHub } from './open-github.ts';
export * from './pulls-behind.ts';
export * from './read-pull.ts';
export * from './read-viewer.ts';
export * from './status.ts';
export * from './upsert-comment.ts';
export * from './upsert-issue.ts';
