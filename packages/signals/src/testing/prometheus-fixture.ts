import type { GaugeSignal, RatioSignal } from '@backout/policy';
import type { Baseline, CountStep, Reading, Unread } from '@backout/verdict';
import type { IsNew } from '../prometheus/canary.ts';
import { openPrometheus } from '../prometheus/open.ts';
import type { Source, Window } from '../signals.ts';
import { type ScriptedPrometheus, store, type Written } from './scripted-prometheus.ts';

/** For tests: the moment of the sync, and the signals and series that the cases have in common. */
export const sync = Date.UTC(2026, 10, 20, 14, 2, 10);

export const errors: RatioSignal = {
  ...{ kind: 'ratio', provider: 'prometheus', total: 'all_total' },
  part: { events: 'bad', selector: 'bad_total{code=~"5.."}' },
  atLeast: { events: 3, points: 0.2, times: 2 },
};

export const slow: RatioSignal = {
  ...{ kind: 'ratio', provider: 'prometheus', total: 'seconds_count' },
  part: { events: 'good', selector: 'seconds_bucket{le="0.5"}' },
  atLeast: { events: 3, points: 0.2, times: 2 },
};

export interface Opening {
  readonly token?: string | null;
  readonly timeoutMs?: number;
  readonly onSkew?: (skewMs: number) => void;
  readonly fetch?: typeof fetch;
  readonly isNew?: IsNew | null;
}

export function openAll(
  url: string,
  signals: Readonly<Record<string, RatioSignal | GaugeSignal>>,
  opening: Opening = {},
): Source {
  const { token = null, timeoutMs = 1_000, onSkew = () => undefined, isNew = null } = opening;
  const { fetch = globalThis.fetch } = opening;
  const reading = {
    ...{ fetch, now: () => sync, timeoutMs, largestBytes: 100_000, random: () => 0 },
    ...{ since: sync, stepMs: 10_000, onSkew, isNew },
  };
  const named = Object.entries(signals).map(([name, signal]) => ({ name, signal }));
  return openPrometheus({ url, token, ...reading }, named, reading);
}

/** A source with one signal. */
export interface Single {
  readonly baseline: (window: Window) => Promise<Baseline | Unread>;
  readonly read: (at: number) => Promise<Reading>;
}

export function openOne(
  url: string,
  name: string,
  signal: RatioSignal | GaugeSignal,
  opening?: Opening,
): Single {
  const source = openAll(url, { [name]: signal }, opening);
  const first = <Read>([read]: readonly Read[]): Read => {
    if (read === undefined) throw new Error('no reading of the signal');
    return read;
  };
  return {
    baseline: async (window) => first(await source.baseline(window)),
    read: async (at) => first(await source.read(at)),
  };
}

export function read(from: Single, second: number): Promise<Reading> {
  return from.read(sync + second * 1000);
}

export const minute: Window = { from: sync - 60_000, to: sync };

export const stable = { job: 'web', instance: 'old' };
export const canary = { job: 'web', instance: 'new' };

/** The counters of `errors`: all requests, those that failed, and when the processes started. */
export function tellErrors(
  prometheus: ScriptedPrometheus,
  all: readonly Written[],
  bad: readonly Written[] = [],
  starts: readonly Written[] = [],
): void {
  const failed = bad.map(({ labels, samples }) => ({ labels: { code: '500', ...labels }, samples }));
  prometheus.answer = store(sync, () => ({
    all_total: all,
    bad_total: failed,
    process_start_time_seconds: starts,
  }));
}

/** Every 5 s from -60 on. */
export function steady(
  labels: Written['labels'],
  perSecond: number,
  from = -60,
  until = 120,
  start = 1_000,
): Written {
  const samples = [];
  for (let second = from; second <= until; second += 5) {
    samples.push([second, start + (second - from) * perSecond] as const);
  }
  return { labels, samples };
}

export function sum(read: unknown): { bad: number; total: number } {
  const { steps } = read as { steps?: readonly CountStep[] };
  if (steps === undefined) throw new Error(`expected counts, got ${JSON.stringify(read)}`);
  return steps.reduce(({ bad, total }, step) => ({ bad: bad + step.bad, total: total + step.total }), {
    bad: 0,
    total: 0,
  });
}
