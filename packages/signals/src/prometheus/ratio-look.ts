import type { Reading } from '@backout/verdict';
import type { Counted } from './counted.ts';
import { type CounterState, olderThan, readUntil, recordStart, together } from './counter-state.ts';
import { firstSeen, lastSeen, scrapeInterval } from './deltas.ts';
import { canarySteps, knownOf, type RatioReading } from './ratio-steps.ts';
import { noBucket, unread } from './ratio-unread.ts';

/** What is known at a look besides the counters. */
export interface Look {
  readonly at: number;
  /** When the processes of new targets started, where they tell. */
  readonly starts: ReadonlyMap<string, number>;
  /** Whether any series of the selector still lives; null: unknown. */
  readonly isAlive: (selector: string) => Promise<boolean | null>;
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
  if (!counted.ok) return unread(reading, 'provider-error', 'provider-gap', counted.detail);
  reading.onSkew(counted.skewMs);
  const known = knownOf(counted, reading);
  if (known === null) return unread(reading, 'no-data', 'no-series', noBucket);
  const { part, total } = known;
  state.intervalMs = scrapeInterval(total, reading.since) ?? state.intervalMs ?? scrapeInterval(total);
  const last = lastSeen(total);
  const newest = Math.max(...last.values());
  if (!(newest > state.newestAt)) return nothingNew(reading, look, { ...state, existed: last.size > 0 });
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
    startedInside,
  };
  // Counts stand at the moments of scrapes: in shorter steps all would fall into the last one.
  const stepMs = Math.max(shortestStepMs, state.intervalMs ?? reading.stepMs);
  const startedAt = (target: string) => state.startedAt.get(target) ?? null;
  const span = { from: state.newestAt, to: newest, stepMs, scrapeMs: state.intervalMs, startedAt };
  const steps = canarySteps(known, reading, { seen, since, span }, state);
  for (const [target, seenAt] of last) state.read.set(target, seenAt);
  Object.assign(state, { newestAt: newest, arrivedAt: at });
  return { kind: 'counts', signal: reading.name, steps, series: counted.digest };
}

/** Samples that stay away for so many scrapes are missing ... */
const missedScrapes = 3;
/** ... and for as long as Prometheus takes to hand new pods to its scrapers; after a rollout all are new. */
const discoveryMs = 5_000;

/** Between two scrapes there is nothing new; when scrapes stay away, the series have ended or the store has a gap. */
async function nothingNew(
  reading: RatioReading,
  { at, isAlive }: Look,
  { arrivedAt, intervalMs, read, existed }: CounterState & { readonly existed: boolean },
): Promise<Reading> {
  const waitedMs = at - (arrivedAt ?? at);
  if (waitedMs <= discoveryMs + missedScrapes * (intervalMs ?? 0)) {
    return { kind: 'nothing-new', signal: reading.name };
  }
  const detail = `no new sample for ${Math.round(waitedMs / 1000)} s`;
  if (!existed && read.size === 0 && intervalMs === null)
    return unread(reading, 'no-data', 'no-series', detail);
  const alive = await isAlive(reading.signal.total);
  return unread(reading, 'no-data', alive === false ? 'series-vanished' : 'provider-gap', detail);
}
