import type { Instant } from '@backout/incident';

/** The clock, and waiting by it. */
export interface Pace {
  readonly now: () => Instant;
  readonly sleepUntil: (at: number) => Promise<void>;
}
