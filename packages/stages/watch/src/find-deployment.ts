import { applicationPage } from '@backout/argocd';
import {
  type Change,
  type Changes,
  type Git,
  type Range,
  type RefAdvertisement,
  readImageChanges,
} from '@backout/gitops';
import { type Deployment, type Instant, notAsked } from '@backout/incident';
import { applicationsTouched } from '@backout/policy';
import { type BasePolicy, type SyncTimes, unlistedBy } from '@backout/preflight';
import { imagesUnread } from './images-unread.ts';
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
  readonly range: Range;
  /** What is different of the application between the two syncs, and the commits that did it. */
  readonly changes: Changes;
  readonly receivedAt: Instant;
}

/** What went live: the commits between the two syncs, and what they change. */
export async function findDeployment(git: Git, looked: DeploymentInput): Promise<Found> {
  const { request, remote, base, sync, range, changes: found, receivedAt } = looked;
  const { application } = base;
  const { changes } = found;
  const touched = changes.flatMap(({ paths }) => paths).map(({ path }) => path);
  const { images, unread } = await readImageChanges(git, found.between, application.argocd);
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
    renderedOutside: await unlistedBy(git, base, range, sync),
    rendering: notAsked,
    before: sync.before,
    hydrated: sync.hydrated ? { dry: sync.revision } : null,
    applicationsTouched: applicationsTouched(base.policy, touched).length,
    syncStartedAt: sync.startedAt,
    syncFinishedAt: sync.finishedAt,
    firstPodReadyAt: null,
    rolledOutAt: null,
    rollout: [],
    images,
    imagesUnread: imagesUnread(unread),
    trigger: { kind: request.trigger, receivedAt },
  };
  return { deployment, changes };
}

function addressOf({ policy, application }: BasePolicy): string {
  return policy.argocd === undefined ? '' : applicationPage(policy.argocd, application.argocd);
}
