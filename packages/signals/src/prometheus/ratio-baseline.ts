import type { CountBaseline, Unread } from '@backout/verdict';
import { failedReading } from '../failed-reading.ts';
import type { Window } from '../signals.ts';
import type { Counted } from './counted.ts';
import { type CounterState, initialState, together } from './counter-state.ts';
import { firstSeen, lastSeen, scrapeInterval } from './deltas.ts';
import { ratesIn } from './own-rate.ts';
import type { Starts } from './process-start.ts';
import { knownOf, type RatioReading, stepsOf } from './ratio-steps.ts';
import { noBucket, notACounter, unread } from './ratio-unread.ts';
import { resetsOf } from './resets.ts';

/** The answer about a stretch of the past. */
export interface PastAnswer {
  readonly counted: Counted;
  readonly window: Window;
  /** When processes started whose counters fell, as far as they tell. */
  readonly starts?: Starts;
}

export function readBaseline(
  reading: RatioReading,
  { counted, window: { from, to }, starts }: PastAnswer,
  state: CounterState,
): CountBaseline | Unread {
  if (!counted.ok) return failedReading(reading.name, counted);
  reading.onSkew(counted.skewMs);
  const known = knownOf(counted, reading);
  if (known === null) return unread(reading, 'no-data', 'no-series', noBucket);
  const { part, total } = known;
  const { restarted, unexplained } = resetsOf(known, { starts: starts ?? [], before: null });
  const [odd] = unexplained;
  if (odd !== undefined) return notACounter(reading, odd);
  const seen = firstSeen(total, part);
  if (seen.size === 0) return unread(reading, 'no-data', 'no-baseline', 'no sample before the deployment');
  state.intervalMs = scrapeInterval(total);
  const last = lastSeen(total);
  // At the window's edge everything begins; only what begins later than its process counts from 0.
  const since = {
    after: () => from,
    until: (target: string) => last.get(target) ?? to,
    together: together(state),
    startedInside: () => false,
    restarted,
  };
  const begin = Math.min(...seen.values());
  const stepMs = Math.max(reading.stepMs, state.intervalMs ?? 0);
  const newest = last.size === 0 ? to : Math.max(...last.values());
  // What a store that is late does not tell yet is no pause of the service.
  const end = to - newest > stepMs ? newest : to;
  const span = { from: begin, to: end, stepMs, scrapeMs: state.intervalMs, startedAt: () => null };
  Object.assign(state, {
    tailMs: to - newest,
    seenAt: newest,
    historyUntil: Math.min(reading.since, newest),
    rate: ratesIn(total),
  });
  const steps = stepsOf(known, reading, { seen, since, span });
  return { signal: reading.name, steps, series: counted.digest };
}

/** Nothing where a week is more than the provider keeps, or it did not answer: it is compared without. */
export function seasonOf(reading: RatioReading, answer: PastAnswer): Pick<CountBaseline, 'seasonal'> {
  const read = readBaseline({ ...reading, onSkew: () => {} }, answer, initialState(reading.since));
  return 'steps' in read ? { seasonal: read.steps } : {};
}
