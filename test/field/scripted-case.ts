import type { ApplicationState } from '@backout/signals';
import type { Written } from '../../packages/signals/src/testing/scripted-prometheus.ts';

/** Samples at seconds after the sync. */
export type Series = Written & { readonly name: string };

/** Every second is one after the sync, negative before it. */
export interface Case {
  /** YAML; `URL` stands for the address of the server. */
  readonly policy: string;
  readonly series: readonly Series[];
  /** The answer to a query of a range, a point at a time. */
  readonly gauge?: ((query: string, second: number) => number | null | undefined) | undefined;
  /** Changes the whole answer to a query of a range, to add warnings for instance. */
  readonly gaugeBody?: ((body: object) => object) | undefined;
  /** A sample is visible only so long after its time. */
  readonly delaySeconds?: number | undefined;
  /** The server's clock minus ours. */
  readonly skewSeconds?: number | undefined;
  /** The HTTP status of a server that is away, or that it hangs up. */
  readonly outage?: ((second: number) => number | 'cut' | null) | undefined;
  /** Whether Argo CD says that pods are being replaced. */
  readonly rolling?: ((second: number) => boolean) | undefined;
  /** What Argo CD says to the signals that ask it. */
  readonly state?: ((second: number) => ApplicationState | FormerState | null) | undefined;
  readonly applications?: number | undefined;
  readonly syncFinished?: number | undefined;
  /** The image tag of the new pods, for a policy with a canary. */
  readonly tag?: string | undefined;
  /** Prints each look as it is taken. */
  readonly verbose?: boolean | undefined;
}

type Rollout = NonNullable<ApplicationState['rollout']>;

/** The given cases say what the whole application is like, and call the new pods fresh and the others old. */
interface FormerState {
  readonly health: 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';
  readonly rollout: { readonly fresh: Rollout['canary']; readonly old: Rollout['stable'] } | null;
}

const standings = {
  Healthy: 'in-order',
  Degraded: 'failed',
  Progressing: 'under-way',
  Suspended: 'under-way',
  Missing: 'under-way',
  Unknown: 'under-way',
} as const satisfies Record<FormerState['health'], ApplicationState['standing']>;

export function stateOf(state: ApplicationState | FormerState | null): ApplicationState | null {
  if (state === null || 'standing' in state) return state;
  const { health, rollout } = state;
  const pastDeadline = health === 'Degraded';
  return {
    standing: standings[health],
    rollout: rollout && { canary: rollout.fresh, stable: rollout.old, pastDeadline },
  };
}
