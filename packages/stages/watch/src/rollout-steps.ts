import { type Deployment, type Instant, mostRolloutSteps, type RolloutStep } from '@backout/incident';
import type { ApplicationState } from '@backout/signals';

type ReadState = () => Promise<ApplicationState | null>;

/** What the looks saw of the pods while they were replaced. */
export type SeenRollout = Pick<Deployment, 'firstPodReadyAt' | 'rolledOutAt' | 'rollout'>;

/** Notes every step of the rollout that a look is told of. */
export function notingRollout(
  read: ReadState,
  now: () => Instant,
): { read: ReadState; rollout: () => SeenRollout } {
  let seen: SeenRollout = { firstPodReadyAt: null, rolledOutAt: null, rollout: [] };
  return {
    read: async () => {
      const state = await read();
      if (state !== null) seen = note(seen, state, now());
      return state;
    },
    rollout: () => seen,
  };
}

function note(seen: SeenRollout, { health, rollout }: ApplicationState, at: Instant): SeenRollout {
  if (rollout !== null && rollout.canary.total > 0) {
    const { ready, total } = rollout.canary;
    return {
      firstPodReadyAt: seen.firstPodReadyAt ?? (ready > 0 ? at : null),
      rolledOutAt: null,
      rollout: withStep(seen.rollout, { at, ready, total, old: rollout.stable.total }),
    };
  }
  if (health !== 'Healthy' || seen.rollout.length === 0) return seen;
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
