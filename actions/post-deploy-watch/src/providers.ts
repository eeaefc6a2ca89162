import { type Argocd, openArgocd, readHealth } from '@backout/argocd';
import { milliseconds } from '@backout/incident';
import type { Policy } from '@backout/policy';
import { openSignals, type Signals } from '@backout/signals';
import type { Opened } from './open-deployment.ts';

export interface Tokens {
  readonly argocdToken: string;
  readonly prometheusToken: string;
}

const timeoutMs = 10_000;

/** Argo CD and the signals, at the addresses that the policy names. */
export function providersOf({ argocdToken, prometheusToken }: Tokens) {
  return {
    openArgocd: ({ argocd }: Policy): Argocd | null =>
      argocd === undefined ? null : openArgocd({ url: argocd, token: argocdToken || null, fetch, timeoutMs }),
    openSignals: ({ base, argocd, deployment }: Opened): Signals => {
      const { policy, application } = base;
      return openSignals(application, {
        prometheus:
          policy.prometheus === undefined ? null : { url: policy.prometheus, token: prometheusToken || null },
        readHealth: () => readHealth(argocd, { name: application.argocd, repository: deployment.repository }),
        fetch,
        now: Date.now,
        timeoutMs,
        since: milliseconds(deployment.syncStartedAt),
        stepMs: policy.watch.everyMs,
      });
    },
  };
}
