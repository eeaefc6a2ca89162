import { type Interval, milliseconds } from '@backout/incident';
import { type Service, service } from '@backout/world/metrics';
import { afterEach, expect, test } from 'vitest';
import { openPrometheus } from '../prometheus/open.ts';
import type { Source } from '../signals.ts';
import { everyProvider, ratioOf } from '../testing/every-provider.ts';
import { startScriptedPrometheus, store, type Written } from '../testing/scripted-prometheus.ts';
import { watched } from '../testing/watched.ts';
import type { BucketReading } from './asker.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 10);
let clock = sync;
const set = (now: number) => {
  clock = now;
};
const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server[Symbol.asyncDispose]();
});

const reading: BucketReading = {
  ...{ fetch, now: () => clock, timeoutMs: 5_000, random: () => 0 },
  ...{ since: sync, stepMs: 10_000, onSkew: () => undefined },
};

/** One process that is scraped every 5 s. */
async function prometheus(shop: Service): Promise<Source> {
  const server = await startScriptedPrometheus();
  open.push(server);
  const counter = (labels: Written['labels'], track: Service['all'], value = 0): Written => {
    const samples: [number, number][] = [];
    let sum = value;
    for (let second = -3_600; second <= 900; second++) {
      if (second % 5 === 0) samples.push([second, sum]);
      sum += track(sync / 1000 + second) ?? 0;
    }
    return { labels, samples };
  };
  const labels = { job: 'shop', instance: 'one' };
  const [all, bad] = [counter(labels, shop.all), counter({ ...labels, code: '500' }, shop.bad)];
  server.answer = store(sync, () => ({ all_total: [all], bad_total: [bad] }));
  const signal = ratioOf({
    provider: 'prometheus',
    queries: { all: 'all_total', bad: 'bad_total', latency: null },
  });
  return openPrometheus({ url: server.url, token: null, ...reading }, [{ name: 'errors', signal }], reading);
}

async function sources(shop: Service): Promise<[string, Source][]> {
  const others = everyProvider.map(async (emulated): Promise<[string, Source]> => {
    const server = await emulated.start({ now: () => clock, known: () => true, service: shop });
    open.push(server);
    const signals = [{ name: 'errors', signal: ratioOf(emulated) }];
    return [emulated.name, emulated.open(server.url, signals, reading)];
  });
  return [['prometheus', await prometheus(shop)], ...(await Promise.all(others))];
}

function contains({ from, to }: Interval, at: number): boolean {
  return milliseconds(from) <= at && at <= milliseconds(to);
}

const broken = sync / 1000 + 70;

test.each([
  { what: 'breaks', outcome: 'regression', ratio: (second: number) => (second < broken ? 0.002 : 0.1) },
  { what: 'goes on as before', outcome: 'healthy', ratio: () => 0.002 },
  { what: 'was as bad before', outcome: 'healthy', ratio: () => 0.05 },
])('a deployment that $what gets the same verdict through every provider', async ({ outcome, ratio }) => {
  const told: [string, string, number][] = [];
  for (const [name, source] of await sources(service({ seed: 'shop', rps: 50, ratio }))) {
    const { verdict, seconds } = await watched(source, { sync, set });
    told.push([name, verdict.outcome, seconds]);
    if (verdict.outcome === 'regression') expect(contains(verdict.onset, broken * 1000), name).toBe(true);
  }
  expect(told.map(([name, said]) => [name, said])).toEqual(
    ['prometheus', ...everyProvider.map(({ name }) => name)].map((name) => [name, outcome]),
  );
});
