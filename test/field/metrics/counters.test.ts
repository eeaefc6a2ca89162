import { describe, expect, test } from 'vitest';
import { errors, pod, poisson, policy, run, type Series, seeded } from '../h.ts';
import { recordedRates, recordedSum } from './recorded-series.ts';
import { rollout } from './rollout.ts';

const seeds = [1, 2, 3];
const ratio = (bad: string, total: string) => `errors: { ratio: { bad: '${bad}', total: '${total}' } }`;
const notACounter = (name: string) => ({
  ...{ outcome: 'no-data', reason: 'not-a-counter' },
  findings: [
    { kind: 'unread', detail: expect.stringMatching(`^${name} falls from [0-9.]+ to [0-9.]+, as no`) },
  ],
});

describe.each(seeds)('what is no counter of a process, seed %i', (seed) => {
  const istio = 'workload:istio_requests_total';
  const sums = ratio(`${istio}{app="checkout", code=~"5.."}`, `${istio}{app="checkout"}`);
  const rates = ratio('job:http_errors:rate5m{app="checkout"}', 'job:http_requests:rate5m{app="checkout"}');

  test.each([
    ['a healthy release', { life: { good: 2_138_400, bad: 21_600 }, after: 0.001 }],
    ['a bad one', { life: { good: 2_158_000, bad: 2_160 }, after: 0.2 }],
  ])('a recorded sum over pods is told as that at %s', async (_, given) => {
    const { verdict } = await run({ policy: policy(sums), series: recordedSum({ seed, ...given }) });
    expect(verdict).toMatchObject(notACounter(istio));
  });

  test.each([
    ['a healthy release', { rps: () => 50, bad: () => 0.002 }],
    ['one that fails', { rps: () => 50, bad: (second: number) => (second > 30 ? 0.2 : 0.002) }],
    ['one that fails a little', { rps: () => 10, bad: (second: number) => (second > 30 ? 0.03 : 0.002) }],
    ['more traffic', { rps: (second: number) => 200 + Math.max(0, second / 4), bad: () => 0.02 }],
  ])('a recorded rate is told as that at %s', async (_, given) => {
    const { verdict } = await run({ policy: policy(rates), series: recordedRates({ seed, ...given }) });
    expect(verdict).toMatchObject(notACounter('job:http_(requests|errors):rate5m'));
  });

  test.each([
    ['a healthy release', 20_000, 0.005],
    ['a healthy one that failed less in its life', 200_000, 0.005],
    ['a bad one', 20_000, 0.1],
  ])('workers that answer by turns are told as that at %s', async (_, life, after) => {
    const { verdict } = await run({ policy: policy(errors), series: workers({ seed, life, after }) });
    expect(verdict).toMatchObject(notACounter('http_requests_total'));
  });
});

/** Four pods of eight workers each, of which one answers a scrape. */
function workers({ seed, life, after }: { seed: number; life: number; after: number }): Series[] {
  const random = seeded(seed);
  const one = (instance: string, given: { from: number; until: number; share: number; life: number }) => {
    const begun = Array.from({ length: 8 }, () => Math.round(given.life * (0.8 + 0.4 * random())));
    const counts = begun.map((good) => ({ good, bad: poisson(random, good / 2_000) }));
    const [good, bad] = [[], []] as [[number, number][], [number, number][]];
    for (let second = given.from; second <= given.until; second++) {
      for (const worker of counts) {
        const requests = poisson(random, 40 / 32);
        const failed = Math.min(requests, poisson(random, requests * given.share));
        worker.good += requests - failed;
        worker.bad += failed;
      }
      const answering = counts[Math.floor(random() * 8)];
      if (second % 15 !== 0 || answering === undefined) continue;
      good.push([second, answering.good]);
      if (answering.bad > 0) bad.push([second, answering.bad]);
    }
    const labels = { app: 'checkout', job: 'web', instance };
    const name = 'http_requests_total';
    return [
      { name, labels: { ...labels, code: '200' }, samples: good },
      { name, labels: { ...labels, code: '500' }, samples: bad },
    ];
  };
  return [0, 1, 2, 3].flatMap((index) => [
    ...one(`old${index}`, { from: -7_200, until: 15 + index * 15, share: 0.005, life }),
    ...one(`new${index}`, { from: index * 15, until: 1_000, share: after, life: 0 }),
  ]);
}

describe.each(seeds)('a pair of scrapers that takes turns, seed %i', (seed) => {
  /** Now and then the older one of the pair is asked: a value is one lower than the one before. */
  function dipping(code: string, seconds: readonly number[], after: number): Series[] {
    const random = seeded(seed);
    const start = { good: 7_700_000, bad: 15_000 };
    const bad = (second: number) => (second > 0 ? after : 0.002);
    const series = [0, 1, 2, 3].flatMap((index) => {
      const labels = { app: 'checkout', job: 'web', instance: `p${index}` };
      const span = { from: -7_200, until: 1_000, processStart: -400_000 };
      return pod({ labels, ...span, rps: () => 5, bad, start }, random);
    });
    const lower = ({ labels }: Series) => labels.instance === 'p0' && labels.code === code;
    return series.map((one) => (lower(one) ? { ...one, samples: dipped(one.samples, seconds) } : one));
  }

  function dipped(samples: Series['samples'], seconds: readonly number[]): Series['samples'] {
    const places = seconds.map((from) => samples.findIndex(([second]) => second >= from));
    return samples.map(([second, value], index) =>
      places.includes(index) ? [second, Number(samples[index - 1]?.[1]) - 1] : [second, value],
    );
  }

  const watched = (code: string, seconds: readonly number[], after: number) =>
    run({ policy: policy(errors), series: dipping(code, seconds, after) });

  const watch = [60, 120, 180, 240];

  test.each<[string, string, readonly number[]]>([
    ['not at all', '200', []],
    ['in the history of requests', '200', [-1_800]],
    ['in the history of errors', '500', [-1_800]],
    ['among the requests of the watch', '200', watch],
    ['among its errors', '500', watch],
  ])('%s fails a healthy release and hides no bad one', async (_, code, seconds) => {
    expect((await watched(code, seconds, 0.002)).verdict.outcome).toBe('healthy');
    const { verdict, second, then } = await watched(code, seconds, 0.04);
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(70);
    expect(then).toMatch(/^ => deployment 99\.\d+ %, fresh-evidence$/);
  });
});

describe.each(seeds)('a process that does not tell when it started, seed %i', (seed) => {
  const labels = { app: 'checkout', job: 'statsd', instance: 'exporter' };

  /** One exporter or gateway that began anew at these seconds, away for 20 s each time. */
  function restarting(at: readonly number[], after: number): Series[] {
    const random = seeded(seed);
    const starts = [-7_200, ...at];
    const bad = (second: number) => (second > 20 ? after : 0.002);
    const lives = starts.map((from, index) => {
      const until = (starts[index + 1] ?? 1_020) - 20;
      const start = index === 0 ? { good: 9_000_000, bad: 20_000 } : { good: 0, bad: 0 };
      return pod({ labels, from, until, rps: () => 40, bad, start, processStart: null, phase: 7 }, random);
    });
    return joined(lives.flat());
  }

  /** The processes that follow on each other under one name have one series. */
  function joined(series: readonly Series[]): Series[] {
    const byLabels = Map.groupBy(series, (one) => JSON.stringify(one.labels));
    return [...byLabels.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [{ ...first, samples: [first, ...others].flatMap(({ samples }) => samples) }],
    );
  }

  test.each<[string, readonly number[]]>([
    ['never', []],
    ['in the history', [-1_700]],
    ['twice in it', [-2_900, -600]],
    ['with the deployment', [15]],
    ['in the middle of the watch', [100]],
  ])('and begins anew %s can be judged', async (_, at) => {
    const good = await run({ policy: policy(errors), series: restarting(at, 0.002) });
    expect(good.verdict.outcome).toBe('healthy');
    const bad = await run({ policy: policy(errors), series: restarting(at, 0.2) });
    expect(bad.verdict.outcome).toBe('regression');
    expect(bad.then).toMatch(/^ => deployment 9\d\.\d+ %, fresh-evidence$/);
  });

  test.each([
    ['healthy', 0.002],
    ['regression', 0.2],
  ])('of a rollout is %s by its own counts', async (outcome, after) => {
    const series = rollout({ seed, after, pod: () => ({ processStart: null }) });
    expect((await run({ policy: policy(errors), series })).verdict.outcome).toBe(outcome);
  });
});
