import { type Deployment, type Instant, mostRolloutSteps, type RolloutStep } from '@backout/incident';
import type { ApplicationState } from '@backout/signals';

export interface State extends ApplicationState {
  /** Whether pods are being replaced. */
  readonly rolling: boolean;
}

type ReadState = () => Promise<State | null>;

/** What the looks saw of the pods while they were replaced. */
export type SeenRollout = Pick<Deployment, 'firstPodReadyAt' | 'rolledOutAt' | 'rollout'>;

interface Noted {
  readonly read: ReadState;
  readonly rollout: () => SeenRollout;
  /** As the last look was told; null where it was told nothing. */
  readonly rolling: () => boolean | null;
}

/** Notes every step of the rollout that a look is told of. */
export function notingRollout(read: ReadState, now: () => Instant): Noted {
  let rolling: boolean | null = null;
  let seen: SeenRollout = { firstPodReadyAt: null, rolledOutAt: null, rollout: [] };
  return {
    read: async () => {
      const state = await read();
      rolling = state?.rolling ?? null;
      if (state !== null) seen = note(seen, state, now());
      return state;
    },
    rollout: () => seen,
    rolling: () => rolling,
  };
}

function note(seen: SeenRollout, { standing, rollout }: ApplicationState, at: Instant): SeenRollout {
  if (rollout !== null && rollout.canary.total > 0) {
    const { ready, total } = rollout.canary;
    return {
      firstPodReadyAt: seen.firstPodReadyAt ?? (ready > 0 ? at : null),
      rolledOutAt: standing === 'in-order' ? (seen.rolledOutAt ?? at) : null,
      rollout: withStep(seen.rollout, { at, ready, total, old: rollout.stable.total }),
    };
  }
  if (standing !== 'in-order' || seen.rollout.length === 0) return seen;
  return {
    ...seen,
    firstPodReadyAt: seen.firstPodReadyAt ?? at,
    rolledOutAt: seen.rolledOutAt ?? at,
  };
}

/** Of hundreds of pods each quarter has its first step, and the newest is always there. */
function withStep(steps: readonly RolloutStep[], step: RolloutStep): RolloutStep[] {
  const last = steps.at(-1);
  if (last !== undefined && isSame(last, step)) return [...steps];
  const newest = steps.slice(-2);
  const crowded = newest.length === 2 && newest.every((seen) => quarter(seen) === quarter(step));
  return [...(crowded || steps.length === mostRolloutSteps ? steps.slice(0, -1) : steps), step];
}

function quarter({ ready, total, old }: RolloutStep): number {
  return Math.floor((4 * ready) / (total + old));
}

function isSame(one: RolloutStep, other: RolloutStep): boolean {
  return one.ready === other.ready && one.total === other.total && one.old === other.old;
}
