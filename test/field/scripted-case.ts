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
  /** The HTTP status of a server that is away. */
  readonly outage?: ((second: number) => number | null) | undefined;
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

/** The given cases call the new pods fresh, and the others old. */
type FormerState = Pick<ApplicationState, 'health'> & {
  readonly rollout: { readonly fresh: Rollout['canary']; readonly old: Rollout['stable'] } | null;
};

export function stateOf(state: ApplicationState | FormerState | null): ApplicationState | null {
  if (state === null || state.rollout === null) return state as ApplicationState | null;
  const { rollout } = state;
  return 'fresh' in rollout
    ? { health: state.health, rollout: { canary: rollout.fresh, stable: rollout.old } }
    : { health: state.health, rollout };
}
