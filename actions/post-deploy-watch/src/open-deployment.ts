import type { Argocd } from '@backout/argocd';
import { fetchCommits, type Git, readAdvertisement, readRange } from '@backout/gitops';
import type { Instant } from '@backout/incident';
import type { Policy } from '@backout/policy';
import { type BasePolicy, readBasePolicy, readPolicyAt } from './base-policy.ts';
import { type Found, findDeployment } from './find-deployment.ts';
import { onlyOwnReverts } from './own-revert.ts';
import { readSync, trustEvent } from './read-sync.ts';
import type { Request } from './request.ts';

/** Everything that has to be known before the first look. */
export interface Opened extends Found {
  readonly base: BasePolicy;
  readonly argocd: Argocd | null;
  readonly ownRevert: boolean;
}

export async function openDeployment(
  git: Git,
  request: Request,
  ports: { receivedAt: Instant; openArgocd: (policy: Policy) => Argocd | null },
): Promise<Opened> {
  const { receivedAt } = ports;
  const seen = await readAdvertisement(git, request.branch);
  await fetchCommits(git, [seen.head]);
  const newest = await readPolicyAt(git, seen.head, request);
  const argocd = ports.openArgocd(newest.policy);
  const sync =
    argocd === null
      ? await trustEvent(git, seen, request, receivedAt)
      : await readSync(argocd, newest.application.argocd, request);
  const { previous } = sync;
  const range =
    previous === request.revision ? [] : await readRange(git, previous, request.revision, [seen.head]);
  const base = await readBasePolicy(git, newest, { request, seen, previous, range });
  const found = await findDeployment(git, { request, seen, base, sync, range, receivedAt });
  return { ...found, base, argocd, ownRevert: await onlyOwnReverts(git, seen, found.changes) };
}
