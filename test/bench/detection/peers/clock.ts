import type { DetectionCase } from '../case.ts';
import { watchedBy } from './watched.ts';

/** Decides at which of the points a loop with an interval of its own looks. */
export interface Clock {
  isDue(t: number): boolean;
  looked(t: number): void;
  retry(t: number, afterSeconds: number): void;
}

/**
 * A loop that starts with the judging. An alarm can only be dated at a point, so a look is at the last point expected
 * before it is due; never more than one look a point. The look of the very start, which could see nothing of the
 * new version, is left out.
 */
export function clock({ judgedFrom, stepSeconds }: DetectionCase, intervalSeconds: number): Clock {
  const interval = Math.max(intervalSeconds, stepSeconds);
  let due = interval > stepSeconds ? judgedFrom + interval : judgedFrom;
  return {
    isDue: (t) => t + stepSeconds > due,
    looked: (t) => {
      due = t <= due ? due + interval : judgedFrom + (Math.floor((t - judgedFrom) / interval) + 1) * interval;
    },
    retry: (t, afterSeconds) => {
      due = t + Math.max(afterSeconds, stepSeconds);
    },
  };
}

/** The points at which a loop looks that always waits for its interval. */
export function* looks(recorded: DetectionCase, intervalSeconds: number): Generator<number> {
  const { isDue, looked } = clock(recorded, intervalSeconds);
  for (const t of pointTimes(recorded)) {
    if (!isDue(t)) continue;
    yield t;
    looked(t);
  }
}

/** When anything a peer watches is heard of: a signal that is silent while another speaks is missing. */
export function pointTimes(recorded: DetectionCase): number[] {
  const times = new Set(watchedBy(recorded).flatMap(({ after }) => after.map(({ t }) => t)));
  return [...times].sort((a, b) => a - b);
}
