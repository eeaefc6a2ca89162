import { sha256, type UndecidedReason } from '@backout/incident';
import type { RatioSignal } from '@backout/policy';
import type { CountStep, Reading, Unread } from '@backout/verdict';
import type { SignalSource, Window } from '../signals.ts';
import { deltas, firstSeen, lastSeen, type Since, scrapeInterval } from './deltas.ts';
import { processStarts } from './process-start.ts';
import { anyAlive, type Prometheus, queryRange, type Series } from './query.ts';
import { countSteps, type Span } from './steps.ts';

export interface RatioReading {
  readonly name: string;
  readonly signal: RatioSignal;
  /** Only what happened after this moment counts. */
  readonly since: number;
  readonly stepMs: number;
  readonly onSkew: (skewMs: number) => void;
}

/** Prometheus forgets a series after five minutes without a sample: so far back the sample before a new one lies. */
const lookbackMs = 300_000;
/** Samples that stay away for so many scrapes are missing ... */
const missedScrapes = 3;
/** ... and for as long as Prometheus takes to hand new pods to its scrapers; after a rollout all are new. */
const discoveryMs = 5_000;
const shortestStepMs = 1_000;

export function prometheusRatio(prometheus: Prometheus, reading: RatioReading): SignalSource {
  const memory: Memory = { read: new Map(), newestAt: reading.since, arrivedAt: null, intervalMs: null };
  return {
    baseline: (window) => readBaseline(prometheus, reading, window, memory),
    read: (at) => readNew(prometheus, reading, at, memory),
  };
}

/** What was read already; kept per process, because every target is scraped at a moment of its own. */
interface Memory {
  readonly read: Map<string, number>;
  newestAt: number;
  /** When something new was read last, in our clock. */
  arrivedAt: number | null;
  intervalMs: number | null;
}

interface Counted {
  readonly ok: true;
  /** The bad events or the good ones, as the signal says. */
  readonly part: readonly Series[];
  /** Without the targets of which the part is not known. */
  readonly total: readonly Series[];
  /** There are requests, and no series of the part that should be beside them. */
  readonly apart: boolean;
  readonly digest: string;
}

const noBucket = 'the histogram has no bucket with this bound: slower_than has to be one of its buckets';

/** The total first: what is scraped between the two questions is then cut from the others, and read the next time. */
async function query(
  prometheus: Prometheus,
  { signal, onSkew }: RatioReading,
  span: { at: number; seconds: number },
): Promise<Counted | { ok: false; detail: string }> {
  const total = await queryRange(prometheus, { selector: signal.total, ...span });
  if (!total.ok) return total;
  const part = await queryRange(prometheus, { selector: signal.part.selector, ...span });
  if (!part.ok) return part;
  onSkew(total.skewMs);
  const digest = sha256(`${total.digest}${part.digest}`);
  // A counter of errors begins with the first error; one of good events is there from the first request on.
  const known = new Set(part.series.map(({ target }) => target));
  const counted =
    signal.part.events === 'bad' ? total.series : total.series.filter(({ target }) => known.has(target));
  const apart = counted.length === 0 && total.series.length > 0;
  return { ok: true, part: part.series, total: counted, apart, digest };
}

/** Bad events are counted, or they are what is left of all when the good ones are taken away. */
function stepsOf(
  { part, total }: Counted,
  { signal }: RatioReading,
  { seen, since, span }: { seen: ReadonlyMap<string, number>; since: Since; span: Span },
): CountStep[] {
  const all = deltas(total, seen, since);
  const counted = deltas(part, seen, since);
  if (signal.part.events === 'bad') return countSteps(counted, all, span);
  const good = counted.map((delta) => ({ ...delta, count: -delta.count }));
  return countSteps([...all, ...good], all, span);
}

async function readBaseline(
  prometheus: Prometheus,
  reading: RatioReading,
  { from, to }: Window,
  memory: Memory,
) {
  const counted = await query(prometheus, reading, { at: to, seconds: (to - from) / 1000 });
  if (!counted.ok) return unread(reading, 'provider-error', 'provider-gap', counted.detail);
  const { part, total, digest } = counted;
  if (counted.apart) return unread(reading, 'no-data', 'no-series', noBucket);
  const seen = firstSeen(total, part);
  if (seen.size === 0) return unread(reading, 'no-data', 'no-baseline', 'no sample before the deployment');
  memory.intervalMs = scrapeInterval(total);
  const last = lastSeen(total);
  // At the window's edge everything begins; only what begins later than its process counts from 0.
  const since = {
    after: () => from,
    until: (target: string) => last.get(target) ?? to,
    together: together(memory),
    startedInside: () => false,
  };
  const begin = Math.min(...seen.values());
  const stepMs = Math.max(reading.stepMs, memory.intervalMs ?? 0);
  const span = { from: begin, to, stepMs, scrapeMs: memory.intervalMs };
  const steps = stepsOf(counted, reading, { seen, since, span });
  return { signal: reading.name, steps, series: digest };
}

/** A series that begins a whole scrape after its process was not there before; less than that is another replica's scrape. */
const shareOfInterval = 0.8;

function together({ intervalMs }: Memory): number {
  return shareOfInterval * (intervalMs ?? 0);
}

async function readNew(
  prometheus: Prometheus,
  reading: RatioReading,
  at: number,
  memory: Memory,
): Promise<Reading> {
  memory.arrivedAt ??= at;
  const seconds = (at - memory.newestAt + lookbackMs) / 1000;
  const counted = await query(prometheus, reading, { at, seconds });
  if (!counted.ok) return unread(reading, 'provider-error', 'provider-gap', counted.detail);
  const { part, total, digest } = counted;
  if (counted.apart) return unread(reading, 'no-data', 'no-series', noBucket);
  memory.intervalMs = scrapeInterval(total, reading.since) ?? memory.intervalMs ?? scrapeInterval(total);
  const last = lastSeen(total);
  const newest = Math.max(...last.values());
  if (!(newest > memory.newestAt))
    return nothingNew(prometheus, reading, at, { ...memory, existed: last.size > 0 });
  const seen = firstSeen(total, part);
  const old = await olderThan(prometheus, reading.since, { seen, memory, at, seconds });
  const since = {
    after: (target: string) => memory.read.get(target) ?? reading.since,
    until: (target: string) => last.get(target) ?? 0,
    together: together(memory),
    // The question reaches back beyond the deployment: a process that is not in it before is of the deployment.
    startedInside: (target: string, first: number) => first > reading.since && !old.has(target),
  };
  // Counts stand at the moments of scrapes: in shorter steps all would fall into the last one.
  const stepMs = Math.max(shortestStepMs, memory.intervalMs ?? reading.stepMs);
  const span = { from: memory.newestAt, to: newest, stepMs, scrapeMs: memory.intervalMs };
  const steps = stepsOf(counted, reading, { seen, since, span });
  for (const [target, seenAt] of last) memory.read.set(target, seenAt);
  Object.assign(memory, { newestAt: newest, arrivedAt: at });
  return { kind: 'counts', signal: reading.name, steps, series: digest };
}

interface Sought {
  readonly seen: ReadonlyMap<string, number>;
  readonly memory: Memory;
  readonly at: number;
  readonly seconds: number;
}

/**
 * Targets whose series begin after the deployment, or begin again after they were away for longer than the question
 * reaches back, although their process did not: it started before it, or was read already.
 */
async function olderThan(
  prometheus: Prometheus,
  since: number,
  { seen, memory, at, seconds }: Sought,
): Promise<Set<string>> {
  const before = (target: string) => memory.read.get(target) ?? since;
  const unknown = [...seen].filter(([target, first]) => first > before(target));
  const starts = await processStarts(
    prometheus,
    unknown.map(([target]) => target),
    { at, seconds },
  );
  return new Set(
    [...starts].filter(([target, started]) => started < before(target)).map(([target]) => target),
  );
}

/** Between two scrapes there is nothing new; when scrapes stay away, the series have ended or the store has a gap. */
async function nothingNew(
  prometheus: Prometheus,
  reading: RatioReading,
  at: number,
  { arrivedAt, intervalMs, read, existed }: Memory & { readonly existed: boolean },
): Promise<Reading> {
  const waitedMs = at - (arrivedAt ?? at);
  if (waitedMs <= discoveryMs + missedScrapes * (intervalMs ?? 0)) {
    return { kind: 'nothing-new', signal: reading.name };
  }
  const detail = `no new sample for ${Math.round(waitedMs / 1000)} s`;
  if (!existed && read.size === 0 && intervalMs === null)
    return unread(reading, 'no-data', 'no-series', detail);
  const alive = await anyAlive(prometheus, { selector: reading.signal.total, at });
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
