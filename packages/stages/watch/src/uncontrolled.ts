import type { ApplicationState } from '@backout/signals';

type ReadState = () => Promise<ApplicationState | null>;

/**
 * Where Argo CD's application is another one of the policy as well, its new pods may be the other's: that old ones serve
 * beside them proves nothing of this one, and new pods that do not get ready are one witness as any other.
 */
export function uncontrolled(read: ReadState): ReadState {
  return async () => {
    const state = await read();
    if (state === null || state.rollout === null) return state;
    return { ...state, rollout: { ...state.rollout, stable: { total: 0, ready: 0 } } };
  };
}
