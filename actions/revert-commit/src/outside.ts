import { setTimeout as sleep } from 'node:timers/promises';
import { type Argocd, argocdOf, askReadiness, readState } from '@backout/argocd';
import { type GitHub, readStatus } from '@backout/github';
import { type Attributed, instant, milliseconds, statusContext } from '@backout/incident';
import { find, knownGood, newPods, type Policy, type StillTrue } from '@backout/policy';
import { isHealthyMark } from '@backout/report';
import type { Secrets } from '@backout/runner';
import { openSignals, signalPlans } from '@backout/signals';
import { stillFailing } from '@backout/verdict';
import type { Outside } from './facts.ts';

export interface Access {
  readonly gitops: GitHub;
  readonly credentials: Secrets;
  readonly policy: Policy;
}

/** How far back the fresh reading reaches: two scrapes a minute apart have to fit, the newest of them are judged. */
const reachMs = 300_000;

/** One answer that failed is bad luck, two are an outage. */
const secondTryMs = 2_000;

/** Whether it still fails, whether the revision before was good, whether Argo CD would run a revert: all asked now. */
export async function askOutside(incident: Attributed, access: Access): Promise<Outside> {
  const { deployment, verdict } = incident;
  const { repository, application, previousRevision } = deployment;
  const argocd = argocdOf(access.policy, access.credentials.argocdToken);
  const context = statusContext(application);
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const [stillTrue, good, wouldSync] = await Promise.all([
    readAgain(incident, argocd, access),
    knownGood(previousRevision, verdict, async (sha) => {
      const status = await readStatus(access.gitops, { repository, sha, context });
      return status?.state === 'success' && isHealthyMark(status.description);
    }),
    askReadiness(argocd, { application: deployment.argocd.application, repository, branch }),
  ]);
  return { stillTrue, readAt: instant(Date.now()), knownGood: good, wouldSync };
}

async function readAgain(incident: Attributed, argocd: Argocd | null, access: Access): Promise<StillTrue> {
  const first = await freshReading(incident, argocd, access);
  if (first.code !== 'provider-error') return first;
  await sleep(secondTryMs);
  return freshReading(incident, argocd, access);
}

async function freshReading(
  { deployment, verdict }: Attributed,
  argocd: Argocd | null,
  { policy, credentials }: Access,
): Promise<StillTrue> {
  const application = find(policy, deployment.application);
  if (application === null) return { code: 'provider-error' };
  const now = Date.now();
  const onset = verdict.outcome === 'regression' ? milliseconds(verdict.onset.from) : now;
  const watched = { name: application.argocd, repository: deployment.repository };
  const signals = openSignals(application, {
    ...{ policy, credentials, since: Math.max(onset, now - reachMs) },
    newPods: newPods(policy.canary, deployment),
    readState: () => readState(argocd, { ...watched, since: milliseconds(deployment.syncStartedAt) }),
  });
  const readings = await signals.read(now);
  return stillFailing({ plans: signalPlans(application), verdict, readings, at: instant(now) });
}
