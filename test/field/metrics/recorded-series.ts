import { poisson, type Series, seeded } from '../h.ts';

const everySeconds = 15;
const from = -7_200;
const until = 1_000;

interface Service {
  readonly seed: number;
  readonly rps: (second: number) => number;
  /** The share of requests that fail. */
  readonly bad: (second: number) => number;
}

/** `rate5m` of requests and of errors, as a rule records it. */
export function recordedRates({ seed, rps, bad }: Service): Series[] {
  const random = seeded(seed);
  const [all, failed] = [[], []] as [number[], number[]];
  for (let second = from - 300; second <= until; second++) {
    const requests = poisson(random, rps(second));
    all.push(requests);
    failed.push(Math.min(requests, poisson(random, requests * bad(second))));
  }
  const perSecond = (counts: readonly number[], second: number) => {
    const end = second - from + 300;
    return counts.slice(end - 299, end + 1).reduce((sum, count) => sum + count, 0) / 300;
  };
  const rate = (name: string, counts: readonly number[]) => ({
    ...{ name, labels: { app: 'checkout', job: 'checkout' } },
    samples: scrapes((second) => perSecond(counts, second)),
  });
  return [rate('job:http_requests:rate5m', all), rate('job:http_errors:rate5m', failed)];
}

interface Mesh {
  readonly seed: number;
  /** What each pod had counted of good and of failed requests before. */
  readonly life: { readonly good: number; readonly bad: number };
  /** The share that fails in the new version. */
  readonly after: number;
}

/** The sum over living pods, as Istio's rule records it: ten are replaced, one every half minute. */
export function recordedSum({ seed, life, after }: Mesh): Series[] {
  const random = seeded(seed);
  const pods = Array.from({ length: 10 }, (_, index) => [
    { from, until: 30 + index * 30, share: 0.001, ...life },
    { from: 15 + index * 30, until, share: after, good: 0, bad: 0 },
  ]).flat();
  const sums = { good: new Map<number, number>(), bad: new Map<number, number>() };
  for (let second = from; second <= until; second++) {
    const alive = pods.filter((pod) => second >= pod.from && second < pod.until);
    for (const pod of alive) {
      const requests = poisson(random, 5);
      const failed = Math.min(requests, poisson(random, requests * pod.share));
      pod.good += requests - failed;
      pod.bad += failed;
    }
    for (const kind of ['good', 'bad'] as const)
      sums[kind].set(
        second,
        alive.reduce((sum, pod) => sum + pod[kind], 0),
      );
  }
  const code = (value: string, of: Map<number, number>) => ({
    ...{ name: 'workload:istio_requests_total', labels: { app: 'checkout', code: value } },
    samples: scrapes((second) => of.get(second) ?? 0),
  });
  return [code('200', sums.good), code('500', sums.bad)];
}

function scrapes(valueAt: (second: number) => number): [number, number][] {
  const seconds = Array.from(
    { length: (until - from) / everySeconds },
    (_, index) => from + index * everySeconds,
  );
  return seconds.map((second) => [second, valueAt(second)]);
}
