import {
  type Change,
  type Git,
  type Inverse,
  planInverse,
  type RefAdvertisement,
  sameAt,
} from '@backout/gitops';
import type { Attributed, Digest } from '@backout/incident';
import type { Newer } from './newer-changes.ts';

/** What depends on where the branches are: read again on every try. */
export interface AtTip {
  /** The policy file at the tip of the default branch. */
  readonly newestPolicy: Digest | 'missing';
  readonly inverse: Inverse;
  /** Who changed after the blamed commit what its inverse conflicts with. */
  readonly newer: readonly Newer[];
  readonly superseded: boolean;
  /** Commits of the branch after the synced revision, newest first, with their trailers. */
  readonly since: readonly Pick<Change, 'commit' | 'revertKeys'>[];
}

interface Asked {
  readonly incident: Pick<Attributed, 'deployment'>;
  readonly culprit: Change;
}

/** What the newest tree of the branch says. The commits of the advertisement are local, with their trees. */
export async function readAtTip(
  git: Git,
  { incident: { deployment }, culprit }: Asked,
  { tip }: RefAdvertisement,
): Promise<Pick<AtTip, 'inverse' | 'superseded'>> {
  const [inverse, same] = await Promise.all([
    planInverse(git, tip, culprit),
    sameAt(git, deployment.revision, tip, deployment.paths),
  ]);
  return { inverse, superseded: !same };
}

interface Listed extends Pick<Change, 'revertKeys'> {
  readonly id: Change['commit'];
}

export function trailersOf(commits: readonly Listed[]): AtTip['since'] {
  return commits.map(({ id, revertKeys }) => ({ commit: id, revertKeys }));
}
