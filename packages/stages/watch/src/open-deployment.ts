import type { Application, Argocd, OurSource, Sync } from '@backout/argocd';
import { fetchCommits, type Git, readAdvertisement, readRange } from '@backout/gitops';
import { type Clock, type Instant, milliseconds } from '@backout/incident';
import type { Policy } from '@backout/policy';
import type { Window } from '@backout/signals';
import { awaitSync } from './await-sync.ts';
import { type BasePolicy, readBasePolicy, readPolicyAt } from './base-policy.ts';
import { findExcludedIntervals } from './excluded-intervals.ts';
import { type Found, findDeployment } from './find-deployment.ts';
import { onlyOwnReverts } from './own-revert.ts';
import { applicationReader, type ReadApplication } from './read-application.ts';
import { type NotLive, trustEvent } from './read-sync.ts';
import type { Request } from './request.ts';

/** Everything that has to be known before the first look. */
export interface Opened extends Found {
  readonly base: BasePolicy;
  readonly argocd: Argocd | null;
  /** The application there; null where there is no Argo CD. */
  readonly read: ReadApplication | null;
  /** As it was read when the sync was found. */
  readonly current: Application | null;
  /** Argo CD's syncs up to the one that is watched, oldest first, as far as it told them. */
  readonly syncs: readonly Sync[];
  /** What of the application is a commit of the branch. */
  readonly ours: OurSource;
  readonly ownRevert: boolean;
  readonly notLive: NotLive | null;
  /** Spans before the sync that say nothing of how the service does by itself. */
  readonly excludedIntervals: readonly Window[];
}

export interface Ports {
  readonly receivedAt: Instant;
  readonly openArgocd: (policy: Policy) => Argocd | null;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export async function openDeployment(git: Git, request: Request, ports: Ports): Promise<Opened> {
  const { receivedAt, clock, log } = ports;
  const remote = await readAdvertisement(git, request.branch);
  const { server, repository } = request;
  const ours = { server, repository, branch: { name: remote.branch, isDefault: remote.isDefault } };
  await fetchCommits(git, [remote.head]);
  const newest = await readPolicyAt(git, remote.head, request);
  const argocd = ports.openArgocd(newest.policy);
  const read = argocd && applicationReader(git, argocd, { name: newest.application.argocd, ours });
  const sync =
    read === null
      ? await trustEvent(git, remote, request, receivedAt)
      : await awaitSync({
          ...{ git, read, remote, clock, log, application: newest.application },
          event: request,
          everyMs: newest.policy.watch.everyMs,
          atLeastMs: newest.policy.watch.atLeastMs,
        });
  const { previous, revision, notLive } = sync;
  const range = await readRange(git, previous, revision, [remote.head]);
  const { base, changes } = await readBasePolicy(git, newest, { request, remote, range });
  const found = await findDeployment(git, { request, remote, base, sync, range, changes, receivedAt });
  const from = milliseconds(sync.startedAt) - base.policy.watch.baselineMs;
  const [ownRevert, excludedIntervals] = await Promise.all([
    onlyOwnReverts(git, remote, found.changes),
    findExcludedIntervals(git, { from, syncs: sync.syncs.slice(0, -1), paths: base.application.paths }),
  ]);
  return {
    ...found,
    base,
    argocd,
    read,
    current: sync.application,
    syncs: sync.syncs,
    ours,
    notLive,
    ownRevert,
    excludedIntervals,
  };
}
