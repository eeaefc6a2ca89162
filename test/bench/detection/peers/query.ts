import type { DetectionCase, Signal } from '../case.ts';
import { averageOver } from './average.ts';
import { errorsOf, latencyOf } from './watched.ts';

/** The one number a loop with a fixed limit asks for, and what it is asked for. */
export interface Query {
  readonly of: 'errors' | 'latency';
  /** For latency: how many times the median before the rollout. For errors: their share of the requests. */
  ask(t: number, seconds: number): number | null;
}

/**
 * The error ratio; of a service for which none is recorded, the latency in medians of its whole history, since an
 * operator who writes a limit knows the service for long.
 */
export function queryOf(recorded: DetectionCase): Query | null {
  const errors = errorsOf(recorded);
  if (errors !== undefined) {
    return { of: 'errors', ask: (t, seconds) => averageOver(recorded, errors, { seconds, until: t }) };
  }
  const latency = latencyOf(recorded);
  const usual = latency === undefined ? null : medianOf(latency);
  if (latency === undefined || usual === null) return null;
  return {
    of: 'latency',
    ask: (t, seconds) => {
      const value = averageOver(recorded, latency, { seconds, until: t });
      return value === null ? null : value / usual;
    },
  };
}

/** The latency, in medians of the history, from which on a version is called too slow. */
export const tooSlow = 1.5;

/** @returns null where there is no level to compare with */
function medianOf({ history }: Signal): number | null {
  const sorted = history.map(({ value }) => value).sort((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const median = ((lower ?? 0) + (upper ?? 0)) / 2;
  return median > 0 ? median : null;
}
