import type { GaugeSignal } from '@backout/policy';
import type { CountStep, Reading } from '@backout/verdict';
import { type Knowledge, type Provider, service, sumOf } from '@backout/world/metrics';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { everyProvider, gaugeOf, ratioOf } from '../testing/every-provider.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 13);
const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });

describe.each(everyProvider)('$name', (emulated) => {
  const { bucketMs, settleMs } = emulated;
  const bucket = bucketMs / 1000;
  const first = Math.ceil(sync / bucketMs) * bucketMs;
  let clock: number;
  let known: (second: number) => boolean;
  let skews: number[];
  let aheadMs: number;
  let provider: Provider;
  const knowledge: Knowledge = {
    now: () => clock + aheadMs,
    known: (second) => known(second),
    service: shop,
  };

  beforeEach(async () => {
    clock = sync;
    known = () => true;
    skews = [];
    aheadMs = 0;
    provider = await emulated.start(knowledge);
  });
  afterEach(() => provider[Symbol.asyncDispose]());

  function open(signals: MetricSignals = [{ name: 'errors', signal: ratioOf(emulated) }]): Source {
    return emulated.open(provider.url, signals, {
      ...{ fetch, now: () => clock, timeoutMs: 20_000, largestBytes: 2_000_000, random: () => 0 },
      ...{ since: sync, stepMs: 10_000, onSkew: (skewMs) => skews.push(skewMs) },
    });
  }

  /** A look at the moment at which so many buckets after the sync can be read. */
  function afterBuckets(count: number): number {
    return first + count * bucketMs + settleMs;
  }

  async function lookAt(source: Source, at: number): Promise<Reading | undefined> {
    clock = at;
    return (await source.read(at))[0];
  }

  async function stepsUntil(source: Source, buckets: number): Promise<CountStep[]> {
    const steps: CountStep[] = [];
    for (let at = sync + 10_000; at <= afterBuckets(buckets); at += 10_000) {
      const reading = await lookAt(source, at);
      if (reading?.kind === 'counts') steps.push(...reading.steps);
    }
    return steps;
  }

  function ends(steps: readonly CountStep[]): number[] {
    return steps.map(({ at }) => (at - first) / bucketMs);
  }

  function stepsOf(reading: Reading | undefined): readonly CountStep[] {
    if (reading?.kind !== 'counts') throw new Error(`expected counts, got ${JSON.stringify(reading)}`);
    return reading.steps;
  }

  test('every bucket that began after the sync is counted once, with all that happened in it', async () => {
    // Points of another length make a question reach further back than this signal was read.
    const latency = emulated.queries.latency === null ? [] : [{ name: 'latency', signal: gaugeOf(emulated) }];
    const steps = await stepsUntil(open([{ name: 'errors', signal: ratioOf(emulated) }, ...latency]), 20);
    expect(ends(steps).slice(0, 19)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
    for (const { at, seconds, spread, bad, total } of steps) {
      const [from, to] = [at / 1000 - bucket, at / 1000];
      expect({ seconds, spread }).toEqual({ seconds: bucket, spread: bucket });
      expect({ bad, total }).toEqual({
        bad: sumOf(shop.bad, from, to) ?? 0,
        total: sumOf(shop.all, from, to),
      });
    }
  });

  test('the newest bucket is left out until it is whole, and nothing is asked before', async () => {
    const errors = open();
    expect(await lookAt(errors, afterBuckets(1) - 1)).toEqual({ kind: 'nothing-new', signal: 'errors' });
    expect(provider.asked).toHaveLength(0);
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(1))))).toEqual([1]);
    expect(await lookAt(errors, afterBuckets(1) + 1)).toMatchObject({ kind: 'nothing-new' });
    expect(provider.asked).toHaveLength(emulated.requests);
    expect(new Set(provider.asked.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['backout']));
  });

  test('a bucket that is late is waited for until the next one can be read', async () => {
    known = (second) => second * 1000 < first + bucketMs || second * 1000 >= first + 2 * bucketMs;
    const errors = open();
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(1))))).toEqual([1]);
    expect(await lookAt(errors, afterBuckets(3) - 1)).toMatchObject({ kind: 'nothing-new' });
    known = () => true;
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(3) - 1)))).toEqual([2]);
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(3))))).toEqual([3]);
  });

  test('a bucket that stays away is given up after another one, and not counted when it comes then', async () => {
    known = (second) => second * 1000 < first + bucketMs || second * 1000 >= first + 2 * bucketMs;
    const errors = open();
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(1))))).toEqual([1]);
    const steps = stepsOf(await lookAt(errors, afterBuckets(3)));
    expect(steps.filter(({ total }) => total > 0).map(({ at }) => at)).toEqual([first + 3 * bucketMs]);
    // Where what is left out is nothing, an empty bucket is one more in which nothing was wrong.
    expect(ends(steps)).toEqual(emulated.absent === 'zero' ? [2, 3] : [3]);
    known = () => true;
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(4))))).toEqual([4]);
  });

  test('a series that never was is told as such, with an empty past', async () => {
    known = () => false;
    const errors = open();
    expect(await errors.baseline({ from: sync - 3_600_000, to: sync })).toMatchObject([
      { kind: 'unread', outcome: 'no-data', reason: 'no-baseline' },
    ]);
    expect(await lookAt(errors, afterBuckets(3))).toMatchObject({ outcome: 'no-data', reason: 'no-series' });
  });

  test('the past ends with the last whole bucket before the sync', async () => {
    clock = sync + 1_000;
    const [past] = await open().baseline({ from: sync - 1_200_000, to: sync });
    if (past === undefined || !('steps' in past)) throw new Error(`expected steps: ${JSON.stringify(past)}`);
    const whole = Math.floor(Math.min(sync, clock - settleMs) / bucketMs) * bucketMs;
    const begin = Math.ceil((sync - 1_200_000) / bucketMs) * bucketMs;
    expect([past.steps[0]?.at, past.steps.at(-1)?.at]).toEqual([begin + bucketMs, whole]);
    expect(past.steps).toHaveLength((whole - begin) / bucketMs);
    const total = past.steps.reduce((sum, step) => sum + step.total, 0);
    expect(total).toBe(sumOf(shop.all, begin / 1000, whole / 1000));
  });

  test('two ratios of the same requests are asked together', async () => {
    const signal = ratioOf(emulated);
    const swapped = {
      ...signal,
      part: { events: 'bad' as const, selector: signal.total },
      total: signal.part.selector,
    };
    const both = open([
      { name: 'errors', signal },
      { name: 'twice', signal: swapped },
    ]);
    clock = afterBuckets(1);
    const readings = await both.read(clock);
    expect(readings.map((reading) => reading.signal)).toEqual(['errors', 'twice']);
    expect(provider.asked).toHaveLength(emulated.requests);
    // More bad events than events: the queries do not belong together, and no ratio is above 1.
    const [all] = stepsOf(readings[1]);
    expect(all?.bad).toBe(all?.total);
  });

  test('the clock of the provider says what is whole', async () => {
    const errors = open();
    clock = afterBuckets(2);
    await errors.baseline({ from: sync - 600_000, to: sync });
    expect(new Set(skews)).toEqual(new Set([0]));
    aheadMs = -40_000;
    await errors.baseline({ from: sync - 600_000, to: sync });
    expect(skews.at(-1)).toBeCloseTo(aheadMs, -4);
    const behind = Math.ceil(-aheadMs / bucketMs);
    expect(ends(stepsOf(await lookAt(errors, afterBuckets(2 + behind)))).at(-1)).toBeLessThanOrEqual(
      2 + behind - 1,
    );
  });

  test('a ratio brings the same hour of last week, and half an hour before it', async () => {
    const [past] = await open().baseline({ from: sync - 600_000, to: sync });
    if (past === undefined || !('steps' in past)) throw new Error('expected steps');
    const hours = (past.seasonal ?? []).map(({ at }) => (at - sync) / 3_600_000 + 7 * 24);
    expect(Math.min(...hours)).toBeCloseTo(-0.5, 1);
    expect(Math.max(...hours)).toBeCloseTo(1, 1);
  });

  if (emulated.queries.latency !== null) {
    test('a gauge has a point a step, in the unit of the signal, and the same hours of yesterday', async () => {
      const signal: GaugeSignal = { ...gaugeOf(emulated), ...{ scale: 'latency-seconds', factor: 0.001 } };
      const latency = open([{ name: 'latency', signal }]);
      const [past] = await latency.baseline({ from: sync - 3_600_000, to: sync });
      if (past === undefined || !('points' in past)) throw new Error('expected points');
      expect(past.points.length).toBeGreaterThan(1_490);
      const week = past.seasonal?.map(({ at }) => (at - sync) / 3_600_000 + 7 * 24) ?? [];
      expect([week.length, Math.round(2 * Math.min(...week)) / 2, Math.round(Math.max(...week))]).toEqual([
        expect.any(Number),
        -0.5,
        1,
      ]);
      expect(week.length).toBeGreaterThanOrEqual(88);
      const minute = Math.ceil(sync / 60_000) * 60_000;
      const reading = await lookAt(latency, minute + 120_000 + settleMs);
      if (reading?.kind !== 'values') throw new Error(`expected values, got ${JSON.stringify(reading)}`);
      expect(reading.points.map(({ at }) => at)).toEqual([minute + 60_000, minute + 120_000]);
      for (const { value } of reading.points) expect(value).toBeCloseTo(0.0001, 5);
      expect(await lookAt(latency, clock + 1)).toMatchObject({ kind: 'nothing-new' });
    });
  }
});
