import type { UndecidedReason } from '@backout/incident';
import type { Unread } from '@backout/verdict';
import type { RatioReading } from './ratio-steps.ts';

export const noBucket =
  'the histogram has no bucket with this bound: slower_than has to be one of its buckets';

export function unread(
  { name }: RatioReading,
  outcome: Unread['outcome'],
  reason: UndecidedReason,
  detail: string,
): Unread {
  return { kind: 'unread', signal: name, outcome, reason, detail };
}
