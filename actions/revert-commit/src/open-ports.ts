import { argocdOf } from '@backout/argocd';
import { openGitHub } from '@backout/github';
import type { Git } from '@backout/gitops';
import { type Attributed, instant, milliseconds } from '@backout/incident';
import { askOutside, readFreshness, readLive } from '@backout/preflight';
import { systemClock as clock, type RunContext, readCredentials, readInput } from '@backout/runner';
import { type Ports, repositoryOver } from '@backout/stage-revert';

/** The job has ten minutes: what is left of them is for the last try and the ledger. */
const timeMs = 8 * 60_000;

/** The worlds that the stage reads and the one that it writes. */
export function openPorts(incident: Attributed, git: Git, token: string, context: RunContext): Ports {
  const { apiUrl, serverUrl: server, repository, runId, runAttempt } = context;
  const gitops = openGitHub({ token, apiUrl });
  const credentials = readCredentials();
  return {
    repository: repositoryOver(git, readInput('policy', { required: true })),
    outside: async (policy) => {
      const argocd = argocdOf(policy, credentials.argocdToken);
      const [outside, live, reading] = await Promise.all([
        askOutside(incident, { gitops, argocd, server }),
        readLive(incident.deployment, { argocd, server }),
        readFreshness(incident, { policy, credentials, argocd, server, clock }),
      ]);
      return { outside, live, reading };
    },
    actor: { kind: 'workflow', repository, runId, attempt: runAttempt },
    now: clock.now,
    deadline: instant(milliseconds(clock.now()) + timeMs),
    random: Math.random,
    pause: (ms) => clock.sleepUntil(milliseconds(clock.now()) + ms),
  };
}
