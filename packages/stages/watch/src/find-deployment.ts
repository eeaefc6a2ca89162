import { applicationPage } from '@backout/argocd';
import { type Change, type Git, type RefAdvertisement, readImageChanges } from '@backout/gitops';
import type { Deployment, Instant } from '@backout/incident';
import { applicationsTouched, rendersFrom } from '@backout/policy';
import type { BasePolicy } from './base-policy.ts';
import type { SyncTimes } from './read-sync.ts';
import { changedOutside } from './rendered-outside.ts';
import type { Request } from './request.ts';

export interface Found {
  readonly deployment: Deployment;
  /** The commits of the range that touch the application, with what they changed. */
  readonly changes: readonly Change[];
}

export interface DeploymentInput {
  readonly request: Request;
  readonly remote: RefAdvertisement;
  readonly base: BasePolicy;
  readonly sync: SyncTimes;
  /** Every commit between the two syncs, newest first. */
  readonly range: readonly Change[];
  readonly receivedAt: Instant;
}

/** What went live: the commits between the two syncs, and what they change. */
export async function findDeployment(git: Git, looked: DeploymentInput): Promise<Found> {
  const { request, remote, base, sync, range, receivedAt } = looked;
  const { application } = base;
  const changes = range.filter(({ paths }) => paths.some(({ path }) => rendersFrom(application, path)));
  const own = changes.flatMap(({ paths }) => paths).filter(({ path }) => rendersFrom(application, path));
  const touched = changes.flatMap(({ paths }) => paths).map(({ path }) => path);
  const { images } = await readImageChanges(git, newestAndOldest(own), application.argocd);
  const deployment: Deployment = {
    repository: request.repository,
    branch: remote.branch,
    isDefaultBranch: remote.isDefault,
    application: application.name,
    argocd: { application: application.argocd, url: addressOf(base) },
    environment: application.environment,
    paths: application.paths,
    source: application.source,
    revision: sync.revision,
    previousRevision: sync.previous,
    changes: changes.map(({ commit }) => commit),
    alsoChanged: [...sync.others],
    renderedOutside: await changedOutside(git, {
      revision: sync.revision,
      paths: application.paths,
      sources: sync.syncs.at(-1)?.sources ?? [],
      range,
    }),
    hydrated: sync.hydrated ? { dry: sync.revision } : null,
    applicationsTouched: applicationsTouched(base.policy, touched).length,
    syncStartedAt: sync.startedAt,
    syncFinishedAt: sync.finishedAt,
    firstPodReadyAt: null,
    rolledOutAt: null,
    rollout: [],
    images,
    trigger: { kind: request.trigger, receivedAt },
  };
  return { deployment, changes };
}

function addressOf({ policy, application }: BasePolicy): string {
  return policy.argocd === undefined ? '' : applicationPage(policy.argocd, application.argocd);
}

/** A file that several commits of the range changed: from before the oldest of them to after the newest. */
function newestAndOldest(paths: readonly Change['paths'][number][]): Change['paths'] {
  const merged = new Map<string, Change['paths'][number]>();
  for (const change of paths) {
    const newer = merged.get(change.path);
    merged.set(change.path, {
      path: change.path,
      from: change.from,
      to: newer === undefined ? change.to : newer.to,
    });
  }
  return [...merged.values()];
}
