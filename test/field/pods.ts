import { poisson } from '../../packages/verdict/src/testing/poisson.ts';
import { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';
import type { Series } from './scripted-case.ts';

type Labels = Readonly<Record<string, string>>;

/** A pod that counts its requests; seconds after the sync, both ends inclusive. */
export interface Pod {
  readonly labels: Labels;
  readonly from: number;
  readonly until: number;
  /** What it has counted before. */
  readonly start?: { readonly good: number; readonly bad: number } | undefined;
  readonly rps: (second: number) => number;
  /** The share of its requests that fail. */
  readonly bad: (second: number, age: number) => number;
  /** Seconds between scrapes, and at which of them it is scraped; at random where it is not said. */
  readonly every?: number | undefined;
  readonly phase?: number | undefined;
  /** The name of its counter. */
  readonly names?: { readonly total: string } | undefined;
  readonly goodLabels?: Labels | undefined;
  readonly badLabels?: Labels | undefined;
  /** The second in which its process started, if not `from`; null: it does not tell. */
  readonly processStart?: number | null | undefined;
}

/** A pod's counters, second by second, cut to scrapes. */
export function pod(one: Pod, random: () => number): Series[] {
  const { labels, goodLabels = { code: '200' }, badLabels = { code: '500' } } = one;
  const { good, bad, starts } = scrape(one, random);
  const name = one.names?.total ?? 'http_requests_total';
  const series = [{ name, labels: { ...labels, ...goodLabels }, samples: good }];
  if (bad.length > 0) series.push({ name, labels: { ...labels, ...badLabels }, samples: bad });
  if (starts.length > 0) series.push({ name: 'process_start_time_seconds', labels, samples: starts });
  return series;
}

type Samples = [second: number, value: number][];

interface Scraped {
  readonly good: Samples;
  readonly bad: Samples;
  readonly starts: Samples;
}

function scrape(one: Pod, random: () => number): Scraped {
  const { from, until, every = 15, start = { good: 0, bad: 0 }, processStart = from } = one;
  const phase = one.phase ?? Math.floor(random() * every);
  const scraped: Scraped = { good: [], bad: [], starts: [] };
  let { good, bad } = start;
  for (let second = from; second <= until; second++) {
    const drawn = requests(one, second, random);
    good += drawn.good;
    bad += drawn.bad;
    if (((second % every) + every) % every !== phase) continue;
    scraped.good.push([second, good]);
    // A client library shows a status only when it has been counted once.
    if (bad > 0) scraped.bad.push([second, bad]);
    if (processStart !== null) scraped.starts.push([second, sync / 1000 + processStart]);
  }
  return scraped;
}

function requests({ rps, bad, from }: Pod, second: number, random: () => number) {
  const all = poisson(random, rps(second));
  const share = bad(second, second - from);
  const failed = share > 0 ? Math.min(all, poisson(random, all * share)) : 0;
  return { good: all - failed, bad: failed };
}
