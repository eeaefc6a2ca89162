import type { Health } from '../service/rollout/deployment.ts';

/**
 * Of what has no pods in this world. Argo CD takes most things for healthy once they are there; a Rollout is what its own
 * controller says, which is not there.
 */
export function healthWithoutPods(kind: string): Health {
  return kind === 'Rollout'
    ? { status: 'Progressing', message: 'Waiting for rollout spec update to be observed' }
    : { status: 'Healthy' };
}
