import { type Argocd, argocdOf, readState } from '@backout/argocd';
import { type Clock, milliseconds } from '@backout/incident';
import { isShared, type Policy } from '@backout/policy';
import { openSignals, type Secrets, type Signals } from '@backout/signals';
import { canaryOf } from './canary.ts';
import type { Opened } from './open-deployment.ts';
import type { RenderingWatch } from './rendering.ts';
import { notingRollout, type SeenRollout } from './rollout-steps.ts';
import { uncontrolled } from './uncontrolled.ts';

/** The signals, and what was seen of the rollout while they were read. */
export interface WatchedSignals extends Signals {
  rollout(): SeenRollout;
  /** Whether pods are being replaced; null where no signal has read them at the last look. */
  rolling(): boolean | null;
}

/** Argo CD and the signals, at the addresses that the policy names. */
export function providersOf(credentials: Secrets, clock: Clock) {
  return {
    openArgocd: (policy: Policy): Argocd | null => argocdOf(policy, credentials.argocdToken),
    openSignals: (opened: Opened, changed: RenderingWatch['changed']): WatchedSignals => {
      const { argocd, ours, deployment } = opened;
      const { policy, application } = opened.base;
      const since = milliseconds(deployment.syncStartedAt);
      const watched = { name: application.argocd, ours, since, before: deployment.before };
      const { read, rollout, rolling } = notingRollout(
        () => readState(argocd, { ...watched, rendered: changed() }),
        clock.now,
      );
      const signals = openSignals(application, {
        ...{ policy, credentials, since },
        readState: isShared(policy, application) ? uncontrolled(read) : read,
        newPods: canaryOf(opened)?.pods ?? null,
      });
      return { ...signals, rollout, rolling };
    },
  };
}
