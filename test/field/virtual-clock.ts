import { type Clock, instant } from '@backout/incident';

export interface VirtualClock extends Clock {
  /** ms */
  readonly ms: () => number;
}

/** Nobody waits: sleeping until a moment makes it that moment. */
export function virtualClock(startMs: number): VirtualClock {
  let now = startMs;
  return {
    ms: () => now,
    now: () => instant(now),
    sleepUntil: async (at) => {
      now = Math.max(now, at);
    },
  };
}
