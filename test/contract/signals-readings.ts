import type { RatioSignal } from '@backout/policy';
import type { Signals } from '@backout/signals';
import type { Reading } from '@backout/verdict';
import type { OpenMetrics } from '@backout/world';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MetricsBench, openMetricsBench, show } from './metrics-bench.ts';
import { openAt } from './open-at.ts';

/** What the product makes of the answers. */
export function readingsContract(open: OpenMetrics): void {
  describe.concurrent('read by backout', () => {
    let bench: MetricsBench;
    beforeAll(async () => {
      bench = await openMetricsBench(open);
    });
    afterAll(() => bench[Symbol.asyncDispose]());
    const errorsOf = (app: string, since: number) => errorRatio(bench.metrics.url, app, since);

    test('differences of counters since the sync are counts', async () => {
      const startedAt = Date.now() - 3_600_000;
      const pod = await bench.pod('counts', { codes: { '200': 1000, '500': 10 }, startedAt });
      const signals = errorsOf('counts', await bench.scraped(pod));
      show(pod, { codes: { '200': 1090, '500': 20 }, startedAt });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 10, total: 100 });
      expect(signals.clockSkewMs()).toBe(0);
      show(pod, { codes: { '200': 1095, '500': 20 }, startedAt });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 0, total: 5 });
    });

    test('a first error counts from nothing, in a process that is older than the sync', async () => {
      const startedAt = Date.now() - 3_600_000;
      const pod = await bench.pod('first', { codes: { '200': 1000 }, startedAt });
      const signals = errorsOf('first', await bench.scraped(pod));
      show(pod, { codes: { '200': 1006, '500': 4 }, startedAt });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 4, total: 10 });
    });

    test('a restarted process counts from nothing', async () => {
      const pod = await bench.pod('restart', {
        codes: { '200': 5000, '500': 900 },
        startedAt: Date.now() - 3_600_000,
      });
      const signals = errorsOf('restart', await bench.scraped(pod));
      show(pod, { codes: { '200': 40, '500': 2 } });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 2, total: 42 });
    });

    test('a process that restarted without any error yet has none', async () => {
      const pod = await bench.pod('clean', {
        codes: { '200': 5000, '500': 900 },
        startedAt: Date.now() - 3_600_000,
      });
      const signals = errorsOf('clean', await bench.scraped(pod));
      show(pod, { codes: { '200': 40 } });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 0, total: 40 });
    });

    test('a new process counts from its first sample on, an old one that was not scraped before does not', async () => {
      const since = Date.now();
      await Promise.all([
        bench.pod('rollout', { codes: { '200': 30, '500': 3 } }),
        bench.pod('rollout', { codes: { '200': 1_000_000, '500': 50_000 }, startedAt: since - 3_600_000 }),
      ]);
      expect(await read(errorsOf('rollout', since))).toEqual({ bad: 3, total: 33 });
    });

    test('values that are no numbers are no samples', async () => {
      const startedAt = Date.now() - 3_600_000;
      const pod = await bench.pod('nan', { codes: { '200': 10, '500': 1 }, startedAt });
      const signals = errorsOf('nan', await bench.scraped(pod));
      show(pod, { codes: { '200': 15, '500': Number.NaN }, startedAt });
      await bench.scraped(pod);
      expect(await read(signals)).toEqual({ bad: 0, total: 5 });
    });

    test('what never was there is no data, not silence', async () => {
      const now = Date.now();
      const signals = errorsOf('never', now);
      expect(await signals.baseline({ from: now - 60_000, to: now })).toMatchObject([
        { outcome: 'no-data', reason: 'no-baseline' },
      ]);
      expect(await signals.read(now)).toMatchObject([{ kind: 'nothing-new' }]);
      expect(await signals.read(now + 60_000)).toMatchObject([
        { kind: 'unread', outcome: 'no-data', reason: 'no-series' },
      ]);
    });

    test('series that end have vanished, a store that lags has a gap', async () => {
      const pod = await bench.pod('vanish', { codes: { '200': 10 } });
      const signals = errorsOf('vanish', await bench.scraped(pod));
      await bench.scraped(pod);
      expect((await signals.read(Date.now()))[0]?.kind).toBe('counts');
      bench.forget(pod);
      await until('the series to end', async () => (await bench.vector('up{job="vanish"}')).length === 0, {
        withinMs: 30_000,
        everyMs: 25,
      });
      await signals.read(Date.now());
      const later = Date.now() + 60_000;
      expect(await signals.read(later)).toMatchObject([{ outcome: 'no-data', reason: 'series-vanished' }]);
    });

    test('a selector that the server refuses is an error of the provider', async () => {
      const now = Date.now();
      const part = { events: 'bad', selector: 'up{job=~"("}' } as const;
      const signals = ratio(bench.metrics.url, { part, total: 'up' }, now);
      expect(await signals.read(now)).toMatchObject([
        { kind: 'unread', outcome: 'provider-error', detail: 'HTTP 400' },
      ]);
    });
  });
}

function errorRatio(url: string, app: string, since: number): Signals {
  const total = `http_requests_total{app="${app}"}`;
  const part = { events: 'bad', selector: `http_requests_total{app="${app}", code=~"5.."}` } as const;
  return ratio(url, { part, total }, since);
}

function ratio(url: string, selectors: Pick<RatioSignal, 'part' | 'total'>, since: number): Signals {
  const atLeast = { events: 3, points: 0.2, times: 2 };
  const errors = { kind: 'ratio', provider: 'prometheus', ...selectors, atLeast } as const;
  return openAt(url, { errors }, since);
}

async function read(signals: Signals): Promise<{ bad: number; total: number }> {
  const [reading] = await signals.read(Date.now());
  return sum(reading);
}

function sum(reading: Reading | undefined): { bad: number; total: number } {
  if (reading?.kind !== 'counts') throw new Error(`no counts: ${JSON.stringify(reading)}`);
  return reading.steps.reduce(
    ({ bad, total }, step) => ({ bad: bad + step.bad, total: total + step.total }),
    { bad: 0, total: 0 },
  );
}
