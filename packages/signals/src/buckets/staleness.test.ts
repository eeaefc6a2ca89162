import type { CountStep, Reading } from '@backout/verdict';
import { type Knowledge, type Provider, type Service, service, sumOf } from '@backout/world/metrics';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { everyProvider, gaugeOf, ratioOf } from '../testing/every-provider.ts';
import { watched } from '../testing/watched.ts';
import { isUnusual, profileOf } from './staleness.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const busy = service({ seed: 'shop', rps: 20, ratio: () => 0.002 });
/** One request in two minutes. */
const quiet: Service = { ...busy, all: (second) => (second % 120 === 7 ? 1 : null), bad: () => null };

describe.each(everyProvider)('$name', (emulated) => {
  const { bucketMs, settleMs, absent } = emulated;
  let clock: number;
  let provider: Provider;
  let knowledge: Knowledge;

  beforeEach(async () => {
    clock = sync;
    knowledge = { now: () => clock, known: () => true, service: busy };
    provider = await emulated.start({
      now: () => clock,
      known: (second) => knowledge.known(second),
      get service() {
        return knowledge.service;
      },
    });
  });
  afterEach(() => provider[Symbol.asyncDispose]());

  function open(signals: MetricSignals = [{ name: 'errors', signal: ratioOf(emulated) }]): Source {
    return emulated.open(provider.url, signals, {
      ...{ fetch, now: () => clock, timeoutMs: 20_000, largestBytes: 2_000_000, random: () => 0 },
      ...{ since: sync, stepMs: 10_000, onSkew: () => undefined },
    });
  }

  function ends(second: number): void {
    knowledge.known = (told) => told * 1000 < sync + second * 1000;
  }

  /** What is read until so many seconds after the sync, with a look every 10 s. */
  async function readings(source: Source, seconds: number): Promise<Reading[]> {
    const all: Reading[] = [];
    for (clock = sync + 10_000; clock <= sync + seconds * 1000; clock += 10_000)
      all.push(...(await source.read(clock)));
    return all;
  }

  async function past(source: Source) {
    clock = sync + 1_000;
    return (await source.baseline({ from: sync - 3_600_000, to: sync }))[0];
  }

  function reasons(all: readonly Reading[]): unknown[] {
    return [...new Set(all.map((reading) => ('reason' in reading ? reading.reason : reading.kind)))];
  }

  function stepsOf(all: readonly Reading[]): CountStep[] {
    return all.flatMap((reading) => (reading.kind === 'counts' ? [...reading.steps] : []));
  }

  test.each([0, 60])('a service that nobody tells of any more %i s after the sync', async (second) => {
    ends(second);
    const source = open();
    const said = await watched(source, {
      sync,
      set: (now) => {
        clock = now;
      },
    });
    expect(said.verdict).toMatchObject({
      outcome: 'ambiguous',
      reason: absent === 'zero' ? 'traffic-stopped' : 'series-vanished',
    });
    const late = absent === 'zero' ? 120 : (3 * bucketMs) / 1000;
    const whole = Math.ceil((second * 1000) / bucketMs) * (bucketMs / 1000);
    expect(said.seconds).toBeGreaterThan(whole + late + settleMs / 1000);
    expect(said.seconds).toBeLessThanOrEqual(whole + late + settleMs / 1000 + 20);
  });

  test('a pause such as there were before is nothing new', async () => {
    knowledge.service = quiet;
    const source = open();
    await past(source);
    const all = await readings(source, 900);
    expect(reasons(all).sort()).toEqual(['counts', 'nothing-new']);
    const until = stepsOf(all).at(-1)?.at ?? 0;
    const total = stepsOf(all).reduce((sum, step) => sum + step.total, 0);
    expect(total).toBe(sumOf(quiet.all, sync / 1000, until / 1000));
    expect(total).toBeGreaterThanOrEqual(5);
  });

  test('a service that was not called before the deployment either is no news', async () => {
    ends(-1_800);
    const source = open();
    await past(source);
    expect(reasons(await readings(source, 600))).not.toContain('series-vanished');
  });

  test('a silence of which the past does not tell is a gap of the provider', async () => {
    ends(60);
    const source = open();
    const all = reasons(await readings(source, 600));
    expect(all).toEqual(
      absent === 'zero' ? ['nothing-new', 'counts'] : ['nothing-new', 'counts', 'provider-gap'],
    );
  });

  test('a series that never was is not silent', async () => {
    knowledge.known = () => false;
    const source = open();
    await past(source);
    expect(reasons(await readings(source, 900))).toEqual(['nothing-new', 'no-series']);
  });

  test('a provider that fails has not lost the series', async () => {
    const source = open();
    await past(source);
    provider.instead = () => ({ status: 503, body: '' });
    expect(reasons(await readings(source, 600))).not.toContain('series-vanished');
  });

  test('what was silent and comes back is counted', async () => {
    knowledge.known = (told) => told * 1000 < sync + 60_000 || told * 1000 >= sync + 600_000;
    const source = open();
    await past(source);
    const steps = stepsOf(await readings(source, 1_200));
    const [first, last] = [steps[0], steps.at(-1)];
    expect(first?.at).toBe(sync + bucketMs);
    expect(last?.at).toBeGreaterThan(sync + 1_200_000 - settleMs - 2 * bucketMs);
    const known = (second: number) => (knowledge.known(second) ? busy.all(second) : null);
    expect(steps.reduce((sum, { total }) => sum + total, 0)).toBe(
      sumOf(known, sync / 1000, (last?.at ?? 0) / 1000),
    );
  });

  if (absent === 'zero') {
    test('lines that are collected for a minute before they are sent are all counted', async () => {
      knowledge.known = (told) => told < Math.floor(clock / 60_000) * 60;
      const source = open();
      await past(source);
      const all = await readings(source, 900);
      expect(reasons(all).sort()).toEqual(['counts', 'nothing-new']);
      const steps = stepsOf(all);
      const until = steps.at(-1)?.at ?? 0;
      expect(until).toBeGreaterThan(sync + 800_000);
      expect(steps.reduce((sum, { total }) => sum + total, 0)).toBe(
        sumOf(busy.all, sync / 1000, until / 1000),
      );
    });

    test('a bucket without any event has no bad one, also where the good ones are counted', async () => {
      ends(60);
      const signal = ratioOf(emulated);
      const part = { events: 'good' as const, selector: signal.total };
      const source = open([{ name: 'errors', signal: { ...signal, part } }]);
      await past(source);
      const last = stepsOf(await readings(source, 600)).at(-1);
      expect(last).toMatchObject({ bad: 0, total: 0 });
      expect(last?.at).toBeGreaterThan(sync + 400_000);
    });

    test('empty buckets are part of the past, from the first one that is not', async () => {
      knowledge.service = quiet;
      knowledge.known = (told) => told * 1000 >= sync - 1_200_000;
      const read = await past(open());
      if (read === undefined || !('steps' in read)) throw new Error('expected steps');
      const from = read.steps[0]?.at ?? 0;
      expect(read.steps[0]).toMatchObject({ total: 1, bad: 0 });
      const whole = Math.floor((clock - settleMs) / bucketMs) * bucketMs;
      expect(read.steps).toHaveLength((whole - from) / bucketMs + 1);
      expect(read.steps.filter(({ total }) => total > 0)).toHaveLength(10);
    });
  }

  if (emulated.queries.latency !== null) {
    test('a gauge that ends is a gap: it proves nothing by itself', async () => {
      ends(120);
      const source = open([{ name: 'latency', signal: gaugeOf(emulated) }]);
      await past(source);
      expect(reasons(await readings(source, 900))).toContain('provider-gap');
    });
  }
});

function steps(...told: (readonly [at: number, total: number])[]): CountStep[] {
  return told.map(([at, total]) => ({ at: at * 1000, seconds: 10, spread: 10, bad: 0, total }));
}

test('a traffic profile holds the longest pause, also the one before the deployment', () => {
  expect(profileOf(steps([10, 5], [20, 5], [60, 10]), 60_000)).toEqual({
    ...{ perSecond: 20 / 60, longestPauseMs: 30_000 },
  });
  expect(profileOf(steps([10, 5], [20, 0], [30, 0], [40, 5]), 100_000)?.longestPauseMs).toBe(60_000);
  expect(profileOf(steps([10, 0]), 60_000)).toBeNull();
});

test.each([
  [1, 0, 29_000, false],
  [1, 0, 30_000, true],
  [1, 20_000, 40_000, false],
  [1, 20_000, 41_000, true],
  [0.01, 0, 900_000, false],
])(
  '%d a second, never silent for more than %d ms: %d ms of silence',
  (perSecond, longestPauseMs, silent, is) => {
    expect(isUnusual({ perSecond, longestPauseMs }, silent)).toBe(is);
  },
);
