import { type Git, type RefAdvertisement, readFollowing } from '@backout/gitops';
import type { Attributed } from '@backout/incident';
import { readNewestPolicy } from '@backout/preflight';
import { readAtTip, trailersOf } from './at-tip.ts';
import { type Looked, type RevertContext, readContext } from './context.ts';
import { newerChanges } from './newer-changes.ts';

/** What a try read, and where the branches were. */
export interface Read {
  readonly remote: RefAdvertisement;
  readonly context: RevertContext;
}

/**
 * The context of the next try: what is pinned stays, the commits that came since are brought, and what depends on the
 * tip is read at the new one. A branch that was set back is read from the beginning.
 */
export async function followContext(
  git: Git,
  incident: Attributed,
  { remote, context }: Read,
  looked: Looked,
): Promise<RevertContext> {
  const now = looked.remote;
  if (now.tip === remote.tip && now.head === remote.head) return context;
  const range = await readFollowing(git, { previous: remote.tip, revision: now.tip }, [now.head]);
  if (typeof range === 'string') return readContext(git, incident, looked);
  const { culprit } = context;
  const [newestPolicy, atTip] = await Promise.all([
    readNewestPolicy(git, incident.policy, now.head),
    readAtTip(git, { incident, culprit }, now),
  ]);
  const came = await newerChanges(git, { culprit, range: [], came: async () => range }, atTip.inverse);
  const before = context.newer.filter(({ path }) => !came.some((one) => one.path === path));
  return {
    ...context,
    ...atTip,
    newestPolicy,
    newer: [...came, ...before],
    since: [...trailersOf(range.commits), ...context.since],
  };
}
