import type { Counted } from './counted.ts';
import { type CounterState, readUntil } from './counter-state.ts';
import { firstSeen, lastSeen } from './deltas.ts';
import { knownOf, type RatioReading } from './ratio-steps.ts';
import { resetsOf } from './resets.ts';

/** More than this at once is no rollout but a change of what is scraped; then the question would grow too long. */
const mostNewTargets = 200;

/**
 * Targets whose series begin after the deployment, or begin again after they were away for longer than the question
 * reaches back: when their process started tells whether their counters hold a past.
 */
export function newTargets(reading: RatioReading, counted: Counted, state: CounterState): string[] {
  const known = counted.ok ? knownOf(counted, reading) : null;
  if (known === null) return [];
  const { part, total } = known;
  if (!(Math.max(...lastSeen(total).values()) > state.newestAt)) return [];
  const unknown = [...firstSeen(total, part)].filter(
    ([target, first]) => first > readUntil(target, reading.since, state),
  );
  return unknown.length > mostNewTargets ? [] : unknown.map(([target]) => target);
}

/** Targets with falls that their own rate does not explain. */
export function suspects(reading: RatioReading, counted: Counted, { rate }: CounterState): string[] {
  const known = counted.ok ? knownOf(counted, reading) : null;
  const odd =
    known === null
      ? []
      : resetsOf(known, { starts: [], before: rate }).unexplained.map(({ target }) => target);
  return odd.length > mostNewTargets ? [] : odd;
}
