import { milliseconds } from '@backout/incident';
import type { CountStep } from '@backout/verdict';
import type { Ports } from '../../../packages/stages/watch/src/watch.ts';

type Signals = ReturnType<Ports['openSignals']>;

const [baselineStepSeconds, stepSeconds] = [60, 10];

/**
 * The signal of the policy, of which nothing has to be found out: one request in a thousand fails before the onset,
 * a third of them after it.
 * @param onset milliseconds
 */
export function givenSignals({ deployment }: Parameters<Ports['openSignals']>[0], onset: number): Signals {
  let readUntil = milliseconds(deployment.syncStartedAt);
  const series = 'a'.repeat(64);
  return {
    baseline: async ({ from, to }) => [
      { signal: 'errors', steps: steps(from, to, baselineStepSeconds, onset), series },
    ],
    read: async (at) => {
      const read = steps(readUntil, at, stepSeconds, onset);
      readUntil = read.at(-1)?.at ?? readUntil;
      if (read.length === 0) return [{ kind: 'nothing-new', signal: 'errors' }];
      return [{ kind: 'counts', signal: 'errors', steps: read, series }];
    },
    clockSkewMs: () => 0,
    rolling: () => null,
    rollout: () => ({ firstPodReadyAt: null, rolledOutAt: null, rollout: [] }),
  };
}

function steps(from: number, to: number, seconds: number, onset: number): CountStep[] {
  const count = Math.max(0, Math.floor((to - from) / (seconds * 1000)));
  return Array.from({ length: count }, (_, index) => {
    const at = from + (index + 1) * seconds * 1000;
    const total = 100 * seconds;
    const failing = Math.max(0, Math.min(seconds, (at - onset) / 1000));
    return { at, seconds, bad: Math.round(total / 1000 + (failing * 100) / 3), total };
  });
}
