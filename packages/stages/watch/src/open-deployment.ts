import type { Application, Argocd, OurSource, Sync } from '@backout/argocd';
import { fetchCommits, type Git, readAdvertisement, readRange } from '@backout/gitops';
import { type Clock, type Instant, milliseconds } from '@backout/incident';
import type { Policy } from '@backout/policy';
import { type BasePolicy, type NotLive, readPolicyAt } from '@backout/preflight';
import type { Window } from '@backout/signals';
import { chooseApplication } from './choose-application.ts';
import { findExcludedIntervals } from './excluded-intervals.ts';
import { type Found, findDeployment } from './find-deployment.ts';
import { inNamespace } from './in-namespace.ts';
import { onlyOwnReverts } from './own-revert.ts';
import { applicationReader, type ReadApplication } from './read-application.ts';
import type { Request } from './request.ts';
import { syncOf } from './sync-of.ts';

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
  const { receivedAt, log } = ports;
  const remote = await readAdvertisement(git, request.branch);
  const { server, repository } = request;
  const ours = { server, repository, branch: { name: remote.branch, isDefault: remote.isDefault } };
  await fetchCommits(git, [remote.head]);
  // Large, and only the first stage checks the queries of a policy: it stands in a file beside the bundle.
  const { promqlFault: grammar } = await import('@backout/policy/promql');
  const meant = { ...request, grammar };
  const newest = await readPolicyAt(git, remote.head, meant);
  const argocd = ports.openArgocd(newest.policy);
  const [{ argocd: name }] = newest.applications;
  const asked = request.application;
  const read = argocd && inNamespace(applicationReader(git, argocd, { name, ours }), asked);
  const sync = await syncOf(newest, request, { ...ports, git, remote, read });
  const { previous, revision, notLive } = sync;
  const range = await readRange(git, previous, revision, [remote.head]);
  const { base, changes } = await chooseApplication(git, newest, {
    request: meant,
    remote,
    range,
    sync,
    log,
  });
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
