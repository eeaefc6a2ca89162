import type { GitHubWorld } from '@backout/world/github';

export interface ActionsOptions {
  readonly github: GitHubWorld;
  /** Everything of the runs: clones, homes, logs. */
  readonly folder: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** `${{ vars.… }}` */
  readonly variables?: Readonly<Record<string, string>>;
}
