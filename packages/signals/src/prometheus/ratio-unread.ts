import type { UndecidedReason } from '@backout/incident';
import { parseSelector } from '@backout/policy';
import type { Unread } from '@backout/verdict';
import type { RatioReading } from './ratio-steps.ts';
import type { Unexplained } from './resets.ts';

export const noBucket =
  'the histogram has no bucket with this bound: slower_than has to be one of its buckets';

/** A series of the selector falls as no counter of a process does. */
export function notACounter(reading: RatioReading, { of, step }: Unexplained): Unread {
  const { total, part } = reading.signal;
  const name = parseSelector(of === 'total' ? total : part.selector)?.name ?? 'a series without a name';
  const [before, after] = [step.before, step.after].map((value) => Number(value.toPrecision(9)));
  const detail = `${name} falls from ${before} to ${after}, as no counter of a process does`;
  return unread(reading, 'no-data', 'not-a-counter', detail);
}

export function unread(
  { name }: RatioReading,
  outcome: Unread['outcome'],
  reason: UndecidedReason,
  detail: string,
): Unread {
  return { kind: 'unread', signal: name, outcome, reason, detail };
}
