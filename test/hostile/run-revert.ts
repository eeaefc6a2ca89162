import { argocdOf, askReadiness } from '@backout/argocd';
import { openGit } from '@backout/gitops';
import {
  type Action,
  type Attributed,
  digestOf,
  encodeSection,
  instant,
  joinAttributed,
  milliseconds,
  UserError,
} from '@backout/incident';
import { find } from '@backout/policy';
import { knownGood, readLive } from '@backout/preflight';
import { type OutsideAnswer, type Ports, repositoryOver, revert } from '@backout/stage-revert';
import { virtualClock } from '../field/virtual-clock.ts';
import type { Estate } from './estate.ts';

/** How a run of the stage ended: with what it did, or with why it could not. */
export type Ended =
  | { readonly kind: 'acted'; readonly action: Action }
  | { readonly kind: 'stopped'; readonly code: string; readonly message: string };

/** The stage over real git as its action calls it, from the sections on. */
export async function runRevert(estate: Estate, handedOver: Attributed): Promise<Ended> {
  try {
    const incident = joinAttributed(sectionsOf(handedOver));
    const url = `file://${estate.repository.directory}`;
    await using git = await openGit({ url, token: null, scratch: estate.scratch });
    const repository = repositoryOver(git, '.backout.yml');
    return { kind: 'acted', action: await revert(incident, portsOf(estate, incident, repository)) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'stopped', code: error.code, message: error.message };
  }
}

/** Whoever tampers with a section gives it a digest that fits. */
function sectionsOf({ id: incident, deployment, policy, verdict, attribution }: Attributed) {
  const watch = encodeSection({
    ...{ section: 'watch', incident, follows: null },
    body: { deployment, policy, verdict },
  });
  const follows = digestOf(watch);
  return {
    watch,
    attribution: encodeSection({ section: 'attribution', incident, follows, body: attribution }),
  };
}

function portsOf(estate: Estate, incident: Attributed, repository: Ports['repository']): Ports {
  const clock = virtualClock(milliseconds(estate.incident.attribution.decision.at) + 5_000);
  return {
    repository,
    outside: async (policy) => ({
      ...(await askOutside(incident, argocdOf(policy, null) && estate.argocd)),
      reading: { freshness: freshnessOf(policy, incident), at: clock.now() },
    }),
    actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
    now: clock.now,
    deadline: instant(clock.ms() + 30_000),
    random: () => 0.5,
    pause: (ms) => clock.sleepUntil(clock.ms() + ms),
  };
}

async function askOutside(
  { deployment, verdict }: Attributed,
  argocd: Estate['argocd'] | null,
): Promise<Pick<OutsideAnswer, 'outside' | 'live'>> {
  const { repository, branch: name, isDefaultBranch: isDefault, argocd: named } = deployment;
  const branch = { name, isDefault };
  const [good, wouldSync, live] = await Promise.all([
    knownGood(deployment.previousRevision, verdict, async () => 'none'),
    askReadiness(argocd, { application: named.application, repository, branch }),
    readLive(deployment, { argocd }),
  ]);
  return { outside: { knownGood: good, wouldSync }, live };
}

/** Only checkout is in trouble. */
function freshnessOf(
  policy: Parameters<Ports['outside']>[0],
  { deployment }: Attributed,
): OutsideAnswer['reading']['freshness'] {
  const application = find(policy, deployment.application);
  if (application === null)
    throw new UserError('handover-mismatch', 'the policy that was decided by does not name the application');
  return application.name === 'checkout'
    ? { code: 'fresh-evidence', ageMs: 100 }
    : { code: 'recovered-meanwhile', bad: 0, total: 100 };
}
