import type { Instant } from '@backout/incident';
import type { ApplicationState } from '@backout/signals';

type ReadState = () => Promise<ApplicationState | null>;

/** Notes when one of the new pods was first seen ready, which is told to a look; null while none was. */
export function notingFirstPod(
  read: ReadState,
  now: () => Instant,
): { read: ReadState; firstPodReadyAt: () => Instant | null } {
  let rolling = false;
  let readyAt: Instant | null = null;
  return {
    read: async () => {
      const state = await read();
      const fresh = state?.rollout?.fresh;
      rolling ||= (fresh?.total ?? 0) > 0;
      const ready = (fresh?.ready ?? 0) > 0 || (rolling && state?.health === 'Healthy');
      if (ready) readyAt ??= now();
      return state;
    },
    firstPodReadyAt: () => readyAt,
  };
}
