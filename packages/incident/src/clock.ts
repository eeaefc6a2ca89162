import type { Instant } from './instant.ts';

/** The time, and waiting by it; handed in wherever something depends on it. */
export interface Clock {
  readonly now: () => Instant;
  /** @param at milliseconds since the epoch; a moment that is over is not waited for */
  readonly sleepUntil: (at: number) => Promise<void>;
}
