import { longestLagMs } from '@backout/incident';
import type { CountStep, Reading } from '@backout/verdict';
import { failedReading } from '../failed-reading.ts';
import type { CounterSeries } from './canary.ts';
import type { Counted } from './counted.ts';
import {
  type CounterState,
  olderThan,
  readUntil,
  recordArrival,
  recordOutage,
  recordStart,
  together,
  usualLag,
} from './counter-state.ts';
import { firstSeen, lastSeen, scrapeInterval } from './deltas.ts';
import type { Starts } from './process-start.ts';
import { canarySteps, knownOf, type RatioReading, stepsOf } from './ratio-steps.ts';
import { noBucket, notACounter, unread } from './ratio-unread.ts';
import { type Resets, resetsOf } from './resets.ts';

/** What is known at a look besides the counters. */
export interface Look {
  readonly at: number;
  /** When the processes of new targets started, where they tell. */
  readonly starts: ReadonlyMap<string, number>;
  /** All that they and those tell whose counters fell. */
  readonly told: Starts;
  /** Whether any series of the selector lived at a moment; null: unknown. */
  readonly isAlive: (selector: string, at: number) => Promise<boolean | null>;
}

const shortestStepMs = 1_000;

/** What the counters did since the last answer. */
export async function readNew(
  reading: RatioReading,
  counted: Counted,
  look: Look,
  state: CounterState,
): Promise<Reading> {
  const { at } = look;
  state.arrivedAt ??= at;
  if (!counted.ok) {
    recordOutage(state, at);
    return failedReading(reading.name, counted);
  }
  reading.onSkew(counted.skewMs);
  const known = knownOf(counted, reading);
  if (known === null) return unread(reading, 'no-data', 'no-series', noBucket);
  const { part, total } = known;
  state.intervalMs = scrapeInterval(total, reading.since) ?? state.intervalMs ?? scrapeInterval(total);
  const last = lastSeen(total);
  const newest = Math.max(...last.values());
  recordArrival(state, newest, at);
  if (!(newest > state.newestAt)) return nothingNew(reading, look, { ...state, existed: last.size > 0 });
  const { restarted, unexplained } = resetsOf(known, { starts: look.told, before: state.rate });
  const [odd] = unexplained;
  if (odd !== undefined) return notACounter(reading, odd);
  const seen = firstSeen(total, part);
  const older = olderThan(reading.since, state, look.starts);
  // The question reaches back beyond the deployment: a process that is not in it before is of the deployment.
  const startedInside = (target: string, first: number) => first > reading.since && !older.has(target);
  for (const [target, first] of seen) {
    const told = look.starts.get(target);
    if (startedInside(target, first)) recordStart(state, target, told ?? first, told !== undefined);
  }
  const since = {
    after: (target: string) => readUntil(target, reading.since, state),
    until: (target: string) => last.get(target) ?? 0,
    together: together(state),
    ...{ startedInside, restarted },
  };
  // Counts stand at the moments of scrapes: in shorter steps all would fall into the last one.
  const stepMs = Math.max(shortestStepMs, state.intervalMs ?? reading.stepMs);
  const startedAt = (target: string) => state.startedAt.get(target) ?? null;
  const span = { from: state.newestAt, to: newest, stepMs, scrapeMs: state.intervalMs, startedAt };
  const before = lateHistory(known, reading, state, restarted);
  const steps = [...before, ...canarySteps(known, reading, { seen, since, span }, state)];
  for (const [target, seenAt] of last) state.read.set(target, seenAt);
  state.newestAt = newest;
  const lagMs = usualLag(state);
  return { kind: 'counts', signal: reading.name, steps, series: counted.digest, ...(lagMs > 0 && { lagMs }) };
}

/** What a store that is late had not told yet when it was asked for the time before the deployment. */
function lateHistory(
  known: CounterSeries,
  reading: RatioReading,
  state: CounterState,
  restarted: Resets['restarted'],
): CountStep[] {
  const [from, to] = [state.historyUntil, reading.since];
  state.historyUntil = to;
  const stepMs = Math.max(reading.stepMs, state.intervalMs ?? 0);
  if (to - from <= stepMs) return [];
  const since = {
    after: () => from,
    until: () => to,
    together: together(state),
    startedInside: () => false,
    restarted,
  };
  const span = { from, to, stepMs, scrapeMs: state.intervalMs, startedAt: () => null };
  return stepsOf(known, reading, { seen: firstSeen(known.total, known.part), since, span });
}

/** Samples that stay away for so many scrapes are missing ... */
const missedScrapes = 3;
/** ... and for as long as Prometheus takes to hand new pods to its scrapers; after a rollout all are new. */
const discoveryMs = 5_000;

function lateBy(lagMs: number): string {
  return `samples arrive ${Math.round(lagMs / 1000)} s late, at most ${longestLagMs / 1000} s are awaited`;
}

/** Between two scrapes there is nothing new; when scrapes stay away, the series have ended or the store has a gap. */
async function nothingNew(
  reading: RatioReading,
  { at, isAlive }: Look,
  state: CounterState & { readonly existed: boolean },
): Promise<Reading> {
  const { arrivedAt, intervalMs, read, existed } = state;
  const waitedMs = at - (arrivedAt ?? at);
  const lagMs = usualLag(state);
  if (lagMs > longestLagMs + (intervalMs ?? 0))
    return unread(reading, 'no-data', 'provider-late', lateBy(lagMs));
  if (waitedMs <= discoveryMs + missedScrapes * (intervalMs ?? 0)) {
    return { kind: 'nothing-new', signal: reading.name };
  }
  const detail = `no new sample for ${Math.round(waitedMs / 1000)} s`;
  if (!existed && read.size === 0 && intervalMs === null)
    return unread(reading, 'no-data', 'no-series', detail);
  const alive = await isAlive(reading.signal.total, at - lagMs);
  return unread(reading, 'no-data', alive === false ? 'series-vanished' : 'provider-gap', detail);
}
