import { type Argocd, readState } from '@backout/argocd';
import {
  type Attributed,
  type Clock,
  type Freshness,
  type Instant,
  instant,
  longestLagMs,
  milliseconds,
  UserError,
} from '@backout/incident';
import { find, newPods, type Policy } from '@backout/policy';
import { type Credentials, openSignals, signalPlans } from '@backout/signals';
import { checkFreshness } from '@backout/verdict';

export interface SignalsAccess {
  readonly policy: Policy;
  readonly credentials: Credentials;
  readonly argocd: Argocd | null;
  /** The GitHub that the repository is on; github.com where it is not said. */
  readonly server?: string | undefined;
  readonly clock: Clock;
}

/**
 * How far back the fresh reading reaches: two scrapes a minute apart have to fit, of which the newest may be as late as
 * its provider is. The newest of them are judged.
 */
const reachMs = 300_000 + longestLagMs;

/** One answer that failed is bad luck, two are an outage. */
const secondTryMs = 2_000;

/** Whether the signals still show the regression, asked now. */
export async function readFreshness(
  incident: Attributed,
  access: SignalsAccess,
): Promise<{ freshness: Freshness; at: Instant }> {
  const { clock } = access;
  const first = await readOnce(incident, access);
  if (first.code !== 'provider-error') return { freshness: first, at: clock.now() };
  await clock.sleepUntil(milliseconds(clock.now()) + secondTryMs);
  return { freshness: await readOnce(incident, access), at: clock.now() };
}

async function readOnce(
  { deployment, verdict }: Attributed,
  { policy, credentials, argocd, server, clock }: SignalsAccess,
): Promise<Freshness> {
  const application = find(policy, deployment.application);
  if (application === null) {
    throw new UserError('handover-mismatch', 'the policy that was decided by does not name the application');
  }
  const now = milliseconds(clock.now());
  const onset = verdict.outcome === 'regression' ? milliseconds(verdict.onset.from) : now;
  const { repository } = deployment;
  const branch = { name: deployment.branch, isDefault: deployment.isDefaultBranch };
  const since = milliseconds(deployment.syncStartedAt);
  const ours = { server, repository, branch };
  const watched = { name: application.argocd, ours, since, before: deployment.before };
  const signals = openSignals(application, {
    ...{ policy, credentials, since: Math.max(onset, now - reachMs) },
    newPods: newPods(policy.canary, deployment),
    readState: () => readState(argocd, watched),
  });
  const readings = await signals.read(now);
  return checkFreshness({ plans: signalPlans(application), verdict, readings, at: instant(now) });
}
