import type { RatioSignal } from '@backout/policy';
import type { Baseline, Reading, Unread } from '@backout/verdict';
import type { Counted } from './counted.ts';
import { behindMs, initialState, usualLag } from './counter-state.ts';
import { newTargets, suspects } from './new-targets.ts';
import { type PastAnswer, readBaseline, seasonOf } from './ratio-baseline.ts';
import { type Look, readNew } from './ratio-look.ts';
import type { RatioReading } from './ratio-steps.ts';

/** Prometheus forgets a series after five minutes without a sample: so far back the sample before a new one lies. */
const lookbackMs = 300_000;

/** One ratio: what its counters mean. They are asked for by who holds all ratios of the application. */
export interface Ratio {
  readonly name: string;
  readonly signal: RatioSignal;
  baseline(newest: PastAnswer, seasonal: PastAnswer): Baseline | Unread;
  /** ms before the look that have to be asked about. */
  reachMs(at: number): number;
  /** ms: how late the store is by what was read so far */
  lagMs(): number;
  /** Processes that this answer is the first to hold since they were away, or at all. */
  newTargets(counted: Counted): string[];
  /** Processes whose counters fell: when they started decides whether they are counters. */
  suspects(counted: Counted): string[];
  read(counted: Counted, look: Look): Promise<Reading>;
}

export function prometheusRatio(reading: RatioReading): Ratio {
  const state = initialState(reading.since);
  return {
    ...{ name: reading.name, signal: reading.signal },
    baseline: (newest, seasonal) => {
      const baseline = readBaseline(reading, newest, state);
      return 'steps' in baseline ? { ...baseline, ...seasonOf(reading, seasonal) } : baseline;
    },
    reachMs: (at) => at - state.newestAt + Math.max(lookbackMs, behindMs(state)),
    lagMs: () => usualLag(state),
    newTargets: (counted) => newTargets(reading, counted, state),
    suspects: (counted) => suspects(reading, counted, state),
    read: (counted, look) => readNew(reading, counted, look, state),
  };
}
