import type { UndecidedReason } from '@backout/incident';
import type { GaugeSignal } from '@backout/policy';
import type { GaugePoint, Reading, Unread } from '@backout/verdict';
import type { SignalSource, Window } from '../signals.ts';
import { type Prometheus, querySteps } from './query.ts';

export interface GaugeReading {
  readonly name: string;
  readonly signal: GaugeSignal;
  /** ms: points stand at this moment and whole steps before and after it */
  readonly since: number;
  readonly onSkew: (skewMs: number) => void;
}

/** A day and the level before it: the same minutes of yesterday are compared. */
const historyMs = 25 * 3_600_000;
/** Steps without a value after which it is missing. */
const missedSteps = 3;

/**
 * A query that the team wrote, evaluated at the sync and every whole step from it. What the query computes at a moment
 * is of the time before it, so every point is closed.
 */
export function prometheusGauge(prometheus: Prometheus, reading: GaugeReading): SignalSource {
  const memory: Memory = { newestAt: reading.since, valueAt: reading.since, existed: false };
  return {
    baseline: (window) => readBaseline(prometheus, reading, window, memory),
    read: (at) => readNew(prometheus, reading, at, memory),
  };
}

interface Memory {
  /** up to where it was asked, and where the last value stood */
  newestAt: number;
  valueAt: number;
  existed: boolean;
}

async function readBaseline(
  prometheus: Prometheus,
  reading: GaugeReading,
  { to }: Window,
  memory: Memory,
): Promise<Unread | { signal: string; points: GaugePoint[]; series: string }> {
  const steps = Math.floor(historyMs / reading.signal.stepMs);
  const asked = await ask(prometheus, reading, { from: to - steps * reading.signal.stepMs, to });
  if ('kind' in asked) return asked;
  if (asked.points.length === 0) return unread(reading, 'no-baseline', 'no value before the deployment');
  memory.existed = true;
  return { signal: reading.name, points: asked.points, series: asked.digest };
}

async function readNew(
  prometheus: Prometheus,
  reading: GaugeReading,
  at: number,
  memory: Memory,
): Promise<Reading> {
  const { stepMs } = reading.signal;
  const due = Math.floor((at - memory.newestAt) / stepMs);
  if (due < 1) return { kind: 'nothing-new', signal: reading.name };
  const to = memory.newestAt + due * stepMs;
  const asked = await ask(prometheus, reading, { from: memory.newestAt + stepMs, to });
  if ('kind' in asked) return asked;
  memory.newestAt = to;
  const newest = asked.points.at(-1);
  if (newest === undefined) return missing(reading, at, memory);
  Object.assign(memory, { valueAt: newest.at, existed: true });
  return { kind: 'values', signal: reading.name, points: asked.points, series: asked.digest };
}

async function ask(
  prometheus: Prometheus,
  reading: GaugeReading,
  { from, to }: Window,
): Promise<Unread | { points: GaugePoint[]; digest: string }> {
  const { query, stepMs, factor } = reading.signal;
  const answer = await querySteps(prometheus, { query, from, to, stepMs });
  if (!answer.ok) return unread(reading, 'provider-gap', answer.detail);
  reading.onSkew(answer.skewMs);
  const [series, ...others] = answer.series;
  if (others.length > 0) {
    const detail = `the query gives ${answer.series.length} series, one is expected`;
    return unread(reading, 'provider-gap', detail);
  }
  const points = (series?.samples ?? []).map(([at, value]) => ({ at, value: value * factor }));
  return { points, digest: answer.digest };
}

function missing(reading: GaugeReading, at: number, { valueAt, existed }: Memory): Reading {
  const waitedMs = at - valueAt;
  if (waitedMs < missedSteps * reading.signal.stepMs) return { kind: 'nothing-new', signal: reading.name };
  const detail = `no value for ${Math.round(waitedMs / 1000)} s`;
  return { ...unread(reading, existed ? 'provider-gap' : 'no-series', detail), outcome: 'no-data' };
}

function unread({ name }: GaugeReading, reason: UndecidedReason, detail: string): Unread {
  const outcome = reason === 'provider-gap' ? 'provider-error' : 'no-data';
  return { kind: 'unread', signal: name, outcome, reason, detail };
}
