import type { UndecidedReason } from '@backout/incident';
import type { RatioSignal } from '@backout/policy';
import type { Baseline, CountBaseline, CountStep, Reading, Unread } from '@backout/verdict';
import type { Window } from '../signals.ts';
import { type CounterSeries, type IsNew, splitCanary, withControl } from './canary.ts';
import type { Counted } from './counted.ts';
import {
  type CounterState,
  initialState,
  olderThan,
  readUntil,
  recordStart,
  together,
} from './counter-state.ts';
import { deltas, firstSeen, lastSeen, type Since, scrapeInterval } from './deltas.ts';
import { countSteps, type Span } from './steps.ts';

export interface RatioReading {
  readonly name: string;
  readonly signal: RatioSignal;
  /** Only what happened after this moment counts. */
  readonly since: number;
  readonly stepMs: number;
  readonly onSkew: (skewMs: number) => void;
  /** Tells the deployment's own pods from those of the version before; null: all are counted together. */
  readonly isNew: IsNew | null;
}

/** Prometheus forgets a series after five minutes without a sample: so far back the sample before a new one lies. */
const lookbackMs = 300_000;
/** Samples that stay away for so many scrapes are missing ... */
const missedScrapes = 3;
/** ... and for as long as Prometheus takes to hand new pods to its scrapers; after a rollout all are new. */
const discoveryMs = 5_000;
const shortestStepMs = 1_000;

/** One ratio: what its counters mean. They are asked for by who holds all ratios of the application. */
export interface Ratio {
  readonly name: string;
  readonly signal: RatioSignal;
  baseline(newest: Told, seasonal: Told): Baseline | Unread;
  /** ms before the look that have to be asked about. */
  reachMs(at: number): number;
  /** Processes that this answer is the first to hold since they were away, or at all. */
  newTargets(counted: Counted): string[];
  read(counted: Counted, look: Look): Promise<Reading>;
}

/** The answer about a stretch of the past. */
interface Told {
  readonly counted: Counted;
  readonly window: Window;
}

/** What is known at a look besides the counters. */
interface Look {
  readonly at: number;
  /** When the processes of new targets started, where they tell. */
  readonly starts: ReadonlyMap<string, number>;
  /** Whether any series of the selector still lives; null: unknown. */
  readonly isAlive: (selector: string) => Promise<boolean | null>;
}

export function prometheusRatio(reading: RatioReading): Ratio {
  const state = initialState(reading.since);
  return {
    ...{ name: reading.name, signal: reading.signal },
    baseline: (newest, seasonal) => {
      const baseline = readBaseline(reading, newest, state);
      return 'steps' in baseline ? { ...baseline, ...seasonOf(reading, seasonal) } : baseline;
    },
    reachMs: (at) => at - state.newestAt + lookbackMs,
    newTargets: (counted) => newTargets(reading, counted, state),
    read: (counted, look) => readNew(reading, counted, look, state),
  };
}

const noBucket = 'the histogram has no bucket with this bound: slower_than has to be one of its buckets';

/** Without the targets of which the part is not known. Null: there are requests, and no series of the part beside them. */
function knownOf(
  { part, total }: Extract<Counted, { ok: true }>,
  { signal }: RatioReading,
): CounterSeries | null {
  if (signal.part.events === 'bad') return { part, total };
  // A counter of errors begins with the first error; one of good events is there from the first request on.
  const known = new Set(part.map(({ target }) => target));
  const counted = total.filter(({ target }) => known.has(target));
  return counted.length === 0 && total.length > 0 ? null : { part, total: counted };
}

interface Counting {
  readonly seen: ReadonlyMap<string, number>;
  readonly since: Since;
  readonly span: Span;
}

/** The new pods' counts beside the old ones', from the first moment on that a new pod is there. */
function canarySteps(
  known: CounterSeries,
  reading: RatioReading,
  counting: Counting,
  state: CounterState,
): CountStep[] {
  const split = reading.isNew === null ? null : splitCanary(known, reading.isNew);
  state.sawNew ||= split !== null && split.canary.total.length > 0;
  if (split === null || !state.sawNew) return stepsOf(known, reading, counting);
  const [canary, stable] = [split.canary, split.stable].map((side) => stepsOf(side, reading, counting));
  return withControl(canary ?? [], stable ?? []);
}

/** Bad events are counted, or they are what is left of all when the good ones are taken away. */
function stepsOf(
  { part, total }: CounterSeries,
  { signal }: RatioReading,
  { seen, since, span }: Counting,
): CountStep[] {
  const all = deltas(total, seen, since);
  const counted = deltas(part, seen, since);
  if (signal.part.events === 'bad') return countSteps(counted, all, span);
  const good = counted.map((delta) => ({ ...delta, count: -delta.count }));
  return countSteps([...all, ...good], all, span);
}

function readBaseline(
  reading: RatioReading,
  { counted, window: { from, to } }: Told,
  state: CounterState,
): CountBaseline | Unread {
  if (!counted.ok) return unread(reading, 'provider-error', 'provider-gap', counted.detail);
  reading.onSkew(counted.skewMs);
  const known = knownOf(counted, reading);
  if (known === null) return unread(reading, 'no-data', 'no-series', noBucket);
  const { part, total } = known;
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
  };
  const begin = Math.min(...seen.values());
  const stepMs = Math.max(reading.stepMs, state.intervalMs ?? 0);
  const span = { from: begin, to, stepMs, scrapeMs: state.intervalMs, startedAt: () => null };
  const steps = stepsOf(known, reading, { seen, since, span });
  return { signal: reading.name, steps, series: counted.digest };
}

/** Nothing where a week is more than the provider keeps, or it did not answer: it is compared without. */
function seasonOf(reading: RatioReading, told: Told): Pick<CountBaseline, 'seasonal'> {
  const read = readBaseline({ ...reading, onSkew: () => {} }, told, initialState(reading.since));
  return 'steps' in read ? { seasonal: read.steps } : {};
}

async function readNew(
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

/** More than this at once is no rollout but a change of what is scraped; then the question would grow too long. */
const mostNewTargets = 200;

/**
 * Targets whose series begin after the deployment, or begin again after they were away for longer than the question
 * reaches back: when their process started tells whether their counters hold a past.
 */
function newTargets(reading: RatioReading, counted: Counted, state: CounterState): string[] {
  const known = counted.ok ? knownOf(counted, reading) : null;
  if (known === null) return [];
  const { part, total } = known;
  if (!(Math.max(...lastSeen(total).values()) > state.newestAt)) return [];
  const unknown = [...firstSeen(total, part)].filter(
    ([target, first]) => first > readUntil(target, reading.since, state),
  );
  return unknown.length > mostNewTargets ? [] : unknown.map(([target]) => target);
}

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

function unread(
  { name }: RatioReading,
  outcome: Unread['outcome'],
  reason: UndecidedReason,
  detail: string,
): Unread {
  return { kind: 'unread', signal: name, outcome, reason, detail };
}
