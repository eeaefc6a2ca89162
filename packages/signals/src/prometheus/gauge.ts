import { longestLagMs, type UndecidedReason } from '@backout/incident';
import type { GaugeSignal } from '@backout/policy';
import type { Baseline, GaugeBaseline, GaugePoint, Reading, Unread } from '@backout/verdict';
import { failedReading } from '../failed-reading.ts';
import { seasonalWindow } from '../seasonal-window.ts';
import type { Window } from '../signals.ts';
import type { QueryResult } from './answers.ts';

export interface GaugeReading {
  readonly name: string;
  readonly signal: GaugeSignal;
  /** ms: points stand at this moment and whole steps before and after it */
  readonly since: number;
  readonly onSkew: (skewMs: number) => void;
  /** ms: how late the store's counters are */
  readonly lagMs: () => number;
}

/** A day and the level before it: the same minutes of yesterday are compared. */
const historyMs = 25 * 3_600_000;
/** Steps without a value after which it is missing. */
const missedSteps = 3;

/** One gauge: when its query is due, and what the answer means. Who holds all gauges of the application asks. */
export interface Gauge {
  readonly name: string;
  readonly signal: GaugeSignal;
  /** What is asked about before the deployment. */
  past(window: Window): { readonly newest: Window; readonly seasonal: Window };
  baseline(answers: { readonly newest: QueryResult; readonly seasonal: QueryResult }): Baseline | Unread;
  /** The steps that ended since the last answer; null: none. */
  due(at: number): Window | null;
  read(answer: QueryResult, look: { readonly at: number; readonly to: number }): Reading;
  nothingNew(): Reading;
}

/**
 * A query that the team wrote, evaluated at the sync and every whole step from it. What the query computes at a moment
 * is of the time before it, so every point is closed.
 */
export function prometheusGauge(reading: GaugeReading): Gauge {
  const { name, signal, since } = reading;
  const { stepMs } = signal;
  const state: GaugeState = { newestAt: since, valueAt: since, existed: false, gapMs: 0 };
  return {
    ...{ name, signal },
    past: ({ to }) => ({
      newest: { from: to - Math.floor(historyMs / stepMs) * stepMs, to },
      seasonal: seasonalWindow(to, stepMs),
    }),
    baseline: (answers) => baselineOf(reading, answers, state),
    due: (at) => {
      const steps = Math.floor((at - lagOf(reading, state) - state.newestAt) / stepMs);
      if (steps < 1) return null;
      return { from: state.newestAt + stepMs, to: state.newestAt + steps * stepMs };
    },
    read: (answer, look) => newOf(reading, answer, look, state),
    nothingNew: () => ({ kind: 'nothing-new', signal: name }),
  };
}

interface GaugeState {
  /** up to where it was asked, and where the last value stood */
  newestAt: number;
  valueAt: number;
  existed: boolean;
  /** ms before the deployment for which there was no value yet */
  gapMs: number;
}

/** A step that is asked before its samples are there has no value, or that of a part of them, for good. */
function lagOf({ lagMs }: GaugeReading, { gapMs }: GaugeState): number {
  return Math.max(lagMs(), gapMs);
}

/** What lacks at the end of the past is late where it was there a minute before. */
function gapBefore(to: number, points: readonly GaugePoint[], stepMs: number): number {
  const gapMs = to - (points.at(-1)?.at ?? to);
  return gapMs >= stepMs && gapMs <= longestLagMs ? gapMs : 0;
}

function baselineOf(
  reading: GaugeReading,
  { newest, seasonal: before }: Parameters<Gauge['baseline']>[0],
  state: GaugeState,
): Baseline | Unread {
  const read = pointsOf(reading, newest);
  if ('kind' in read) return read;
  if (read.points.length === 0) return unread(reading, 'no-baseline', 'no value before the deployment');
  Object.assign(state, {
    existed: true,
    gapMs: gapBefore(reading.since, read.points, reading.signal.stepMs),
  });
  return { signal: reading.name, points: read.points, series: read.digest, ...seasonOf(reading, before) };
}

/** Nothing where a week is more than the provider keeps, or it did not answer: it is compared without. */
function seasonOf(reading: GaugeReading, answer: QueryResult): Pick<GaugeBaseline, 'seasonal'> {
  const read = pointsOf({ ...reading, onSkew: () => {} }, answer);
  return 'kind' in read || read.points.length === 0 ? {} : { seasonal: read.points };
}

function newOf(
  reading: GaugeReading,
  answer: QueryResult,
  { at, to }: { readonly at: number; readonly to: number },
  state: GaugeState,
): Reading {
  const read = pointsOf(reading, answer);
  if ('kind' in read) return read;
  state.newestAt = to;
  const newest = read.points.at(-1);
  if (newest === undefined) return missing(reading, at, state);
  Object.assign(state, { valueAt: newest.at, existed: true });
  const lagMs = lagOf(reading, state);
  const { points, digest: series } = read;
  return { kind: 'values', signal: reading.name, points, series, ...(lagMs > 0 && { lagMs }) };
}

function pointsOf(
  reading: GaugeReading,
  answer: QueryResult,
): Unread | { points: GaugePoint[]; digest: string } {
  if (!answer.ok) return failedReading(reading.name, answer);
  reading.onSkew(answer.skewMs);
  const [series, ...others] = answer.series;
  if (others.length > 0) {
    const detail = `the query gives ${answer.series.length} series, one is expected`;
    return unread(reading, 'provider-gap', detail);
  }
  const { factor } = reading.signal;
  const points = (series?.samples ?? []).map(([at, value]) => ({ at, value: value * factor }));
  return { points, digest: answer.digest };
}

function missing(reading: GaugeReading, at: number, state: GaugeState): Reading {
  const { valueAt, existed } = state;
  const waitedMs = at - lagOf(reading, state) - valueAt;
  if (waitedMs < missedSteps * reading.signal.stepMs) return { kind: 'nothing-new', signal: reading.name };
  const detail = `no value for ${Math.round(waitedMs / 1000)} s`;
  return { ...unread(reading, existed ? 'provider-gap' : 'no-series', detail), outcome: 'no-data' };
}

function unread({ name }: GaugeReading, reason: UndecidedReason, detail: string): Unread {
  const outcome = reason === 'provider-gap' ? 'provider-error' : 'no-data';
  return { kind: 'unread', signal: name, outcome, reason, detail };
}
