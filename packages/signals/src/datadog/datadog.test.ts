import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { datadogQueries, json, type Provider, service, startDatadog } from '@backout/world/metrics';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Source } from '../signals.ts';
import { datadog as emulated, gaugeOf, ratioOf } from '../testing/every-provider.ts';
import { v1Batches as batches } from './batches.ts';
import { openDatadog } from './open.ts';
import { queryOf } from './query.ts';
import { answersOf } from './v1/answers.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const [errors, latency] = [ratioOf(emulated), gaugeOf(emulated)];
let clock: number;
let datadog: Provider;
beforeEach(async () => {
  clock = sync + 100_000;
  const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });
  datadog = await startDatadog({ now: () => clock, known: () => true, service: shop });
});
afterEach(() => datadog[Symbol.asyncDispose]());

function open(signals: Readonly<Record<string, RatioSignal | GaugeSignal>>): Source {
  const named = Object.entries(signals).map(([name, signal]) => ({ name, signal }));
  const reading = { fetch, now: () => clock, timeoutMs: 20_000, since: sync, stepMs: 10_000 };
  const access = { url: datadog.url, apiKey: 'secret', appKey: 'secret' };
  return openDatadog(access, named, { ...reading, onSkew: () => undefined });
}

test('a look is one request, with the buckets said behind each query', async () => {
  const readings = await open({ errors, latency }).read(clock);
  expect(readings).toMatchObject([
    { kind: 'counts', steps: [{}, {}, {}] },
    { kind: 'values', points: [{ at: sync + 60_000 }] },
  ]);
  const [asked, ...others] = datadog.asked;
  expect(others).toEqual([]);
  expect(asked).toMatchObject({ method: 'GET', path: '/api/v1/query' });
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    from: `${sync / 1000}`,
    to: `${clock / 1000}`,
    query: [
      `${datadogQueries.all}.rollup(sum, 20)`,
      `${datadogQueries.bad}.rollup(sum, 20)`,
      `${datadogQueries.latency}.rollup(avg, 60)`,
    ].join(','),
  });
  expect(asked?.headers).toMatchObject({ 'dd-api-key': 'secret', 'dd-application-key': 'secret' });
});

test('the stand-in answers in the recorded form', async () => {
  await open({ latency }).read(clock);
  const query = `${datadogQueries.latency}.rollup(avg, 60)`;
  const address = `${datadog.url}/api/v1/query?from=${sync / 1000 - 60}&to=${sync / 1000}&query=${query}`;
  const headers = { 'dd-api-key': 'secret', 'dd-application-key': 'secret' };
  const answer = (await (await fetch(address, { headers })).json()) as { series: object[] };
  // The fields of `cassettes/v1/Metrics_2046978582/Query-timeseries-points-returns-OK-response_1049433794` in
  // DataDog/datadog-api-client-typescript; `interval` is in seconds there, all moments are in milliseconds.
  expect(Object.keys(answer).sort()).toEqual(
    'from_date group_by message query res_type resp_version series status times to_date values'.split(' '),
  );
  const [series] = answer.series;
  expect(Object.keys(series ?? {}).sort()).toEqual(
    'aggr attributes display_name end expression interval length metric pointlist query_index scope start tag_set unit'.split(
      ' ',
    ),
  );
  expect(series).toMatchObject({
    ...{ interval: 60, start: sync - 60_000, end: sync - 1_000, length: 1 },
    pointlist: [[sync - 60_000, expect.any(Number)]],
  });
});

test('the past of a gauge is read in requests of no more points than Datadog gives', async () => {
  const [past] = await open({ latency }).baseline({ from: sync - 3_600_000, to: sync + 13_000 });
  // A day in two, and the hour of last week.
  expect(datadog.asked).toHaveLength(2 + 1);
  if (past === undefined || !('points' in past)) throw new Error('expected points');
  const distances = past.points.slice(1).map(({ at }, index) => at - (past.points[index]?.at ?? 0));
  expect([past.points.length, new Set(distances)]).toEqual([1_499, new Set([60_000])]);
});

test('a query that is refused is found out in one part of the past, and known in the others', async () => {
  const wrong = { ...latency, query: 'avg:9{*}' };
  const read = await open({ latency, wrong }).baseline({ from: sync - 3_600_000, to: sync });
  expect(read).toMatchObject([{ points: expect.anything() }, { detail: 'HTTP 400: the query is refused' }]);
  // Both, each of them; then the one apart from the other; and the right one of last week.
  expect(datadog.asked).toHaveLength(3 + 2 + 1);
});

function series(index: number | undefined, pointlist: unknown, rest: object = {}) {
  return { metric: 'm', query_index: index, interval: 20, aggr: null, tag_set: [], pointlist, ...rest };
}

function told(...all: object[]) {
  return { status: 'ok', resp_version: 1, series: all };
}

test('counts of several hosts add up, and nulls are no counts', async () => {
  const all = [
    [sync, 10],
    [sync + 20_000, 12.4],
    [sync + 40_000, null],
  ];
  datadog.instead = () => json(200, told(series(0, all), series(0, [[sync, 5]]), series(1, [[sync, 2]])));
  expect(await open({ errors }).read(clock)).toMatchObject([
    {
      kind: 'counts',
      steps: [
        { at: sync + 20_000, bad: 2, total: 15 },
        { at: sync + 40_000, bad: 0, total: 12 },
      ],
    },
  ]);
});

const some = [[sync, 10]];

test('an error with status 200 is a refusal', async () => {
  datadog.instead = () => json(200, { status: 'error', error: 'open sesame' });
  const refused = { reason: 'provider-refuses', detail: 'the query is refused' };
  expect(await open({ errors }).read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', ...refused },
  ]);
});

test.each([
  [
    'longer buckets',
    told(series(0, some, { interval: 300 }), series(1, some, { interval: 300 })),
    'a point every 300 s, 20 s are asked for',
  ],
  [
    'buckets of several lengths',
    told(series(0, some), series(0, some, { interval: 300 }), series(1, some)),
    'buckets of two lengths',
  ],
  [
    'other buckets of errors',
    told(series(0, some), series(1, some, { interval: 300 })),
    'bad and total in buckets of two lengths',
  ],
  [
    'points beside the buckets',
    told(series(0, [[sync + 7_000, 1]]), series(1, [])),
    'points between those asked for',
  ],
  ['a series of no query', told(series(undefined, some)), 'an answer of another form than documented'],
  ['a series of another query', told(series(5, some)), 'an answer of another form than documented'],
  ['no series', { status: 'ok' }, 'an answer of another form than documented'],
  ['words for numbers', told(series(0, [[sync, 'ten']])), 'an answer of another form than documented'],
  ['no points', told(series(0, 'none')), 'an answer of another form than documented'],
])('%s: nothing is read', async (_what, body, detail) => {
  datadog.instead = () => json(200, body);
  expect(await open({ errors }).read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', reason: 'provider-gap', detail },
  ]);
});

test('a past in longer buckets than asked for is a past', async () => {
  const hour = [[sync - 600_000, 5_000]];
  datadog.instead = () => json(200, told(series(0, hour, { interval: 300 })));
  expect(await open({ errors }).baseline({ from: sync - 3_600_000, to: sync })).toMatchObject([
    { steps: [{ at: sync - 300_000, seconds: 300, spread: 300, bad: 0, total: 5_000 }] },
  ]);
});

test('what the client could not parse is not read, at any depth', () => {
  const question = { query: 'q', kind: 'values' as const, bucketMs: 60_000 };
  const unparsed = { status: 'ok', series: [{ interval: 60, pointlist: [], unit: [{ _unparsed: true }] }] };
  expect(answersOf(unparsed as never, [question])).toMatchObject([
    { ok: false, detail: 'an answer of another form than documented' },
  ]);
});

test('a gauge of several hosts is not read', async () => {
  const hosts = [series(0, [[sync, 1]], { interval: 60 }), series(0, [[sync, 2]], { interval: 60 })];
  datadog.instead = () => json(200, told(...hosts));
  expect(await open({ latency }).read(clock)).toMatchObject([
    { outcome: 'provider-error', detail: 'the query gives 2 series, one is expected' },
  ]);
});

test('an address that would be too long is several', async () => {
  const tags = Array.from({ length: 60 }, (_, index) => `tag${index}:value`).join(',');
  const many = Array.from({ length: 20 }, (_, index) => {
    const selector = `sum:errors_${index}{${tags}}.as_count()`;
    return [`errors${index}`, { ...errors, part: { events: 'bad' as const, selector } }] as const;
  });
  const readings = await open(Object.fromEntries(many)).read(clock);
  expect(readings.map(({ kind }) => kind)).toEqual(many.map(() => 'counts'));
  expect(datadog.asked.length).toBeGreaterThan(2);
  for (const { query } of datadog.asked) expect(query.toString().length).toBeLessThan(7_100);
});

test('more queries than Datadog likes at once are several requests', () => {
  const questions = Array.from({ length: 71 }, (_, index) => ({
    ...{ query: `sum:a${index}{*}.as_count()`, kind: 'counts' as const, bucketMs: 20_000 },
  }));
  expect(batches(questions).map(({ length }) => length)).toEqual([35, 35, 1]);
  expect(batches(questions).flat()).toEqual(questions);
});

test('keys and a site of the environment are not used', async () => {
  for (const name of ['DD_API_KEY', 'DD_APP_KEY', 'DD_SITE']) vi.stubEnv(name, 'example.com');
  try {
    expect(await open({ errors }).read(clock)).toMatchObject([{ kind: 'counts' }]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test.each([
  ['counts', 'sum:hits{service:shop,env:prod} by {host}.as_count()', '.rollup(sum, 60)'],
  ['values', 'avg:queue.depth{service:shop}', '.rollup(avg, 60)'],
  ['values', 'sum:queue.depth{*} by {queue}', '.rollup(avg, 60)'],
  ['values', 'sum:orders{*}.as_count()', '.rollup(sum, 60)'],
  ['values', 'sum:orders{*}.as_rate()', '.rollup(avg, 60)'],
  ['values', 'max:queue.age{*}', '.rollup(max, 60)'],
  ['values', 'min:free{*}', '.rollup(min, 60)'],
  ['values', 'p95:latency{*}', '.rollup(60)'],
  ['values', 'avg:a{*} / avg:b{*}', ''],
  ['values', 'avg:a{*}.rollup(avg, 60)', ''],
] as const)('%s of %s have %s behind them', (kind, query, behind) => {
  expect(queryOf({ kind, query, bucketMs: 60_000 })).toBe(`${query}${behind}`);
});
