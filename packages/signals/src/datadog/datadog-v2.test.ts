import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { datadogQueries, json, type Provider, service, startDatadog } from '@backout/world/metrics';
import {
  createConfiguration,
  ServerConfiguration,
} from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/index.js';
import { MetricsApi } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/apis/MetricsApi.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { datadogV2 as emulated, gaugeOf, ratioOf } from '../testing/every-provider.ts';
import { openDatadog } from './open.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const [errors, latency] = [ratioOf(emulated), gaugeOf(emulated)];
const apiJson = 'application/vnd.api+json';
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
  const access = { url: datadog.url, apiKey: 'secret', appKey: 'secret', api: 'v2' as const };
  return openDatadog(access, named, { ...reading, onSkew: () => undefined });
}

test('a look is one request, with a formula for each query', async () => {
  const readings = await open({ errors, latency }).read(clock);
  expect(readings).toMatchObject([
    { kind: 'counts', steps: [{}, {}, {}] },
    { kind: 'values', points: [{ at: sync + 60_000 }] },
  ]);
  const [asked, ...others] = datadog.asked;
  expect(others).toEqual([]);
  expect(asked).toMatchObject({ method: 'POST', path: '/api/v2/query/timeseries' });
  expect(asked?.headers).toMatchObject({ 'dd-api-key': 'secret', 'dd-application-key': 'secret' });
  const query = (name: string, text: string) => ({ data_source: 'metrics', name, query: text });
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    data: {
      type: 'timeseries_request',
      attributes: {
        ...{ from: sync, to: clock, interval: 20_000 },
        formulas: [{ formula: 'q0' }, { formula: 'q1' }, { formula: 'q2' }],
        queries: [
          query('q0', `${datadogQueries.all}.rollup(sum, 20)`),
          query('q1', `${datadogQueries.bad}.rollup(sum, 20)`),
          query('q2', `${datadogQueries.latency}.rollup(avg, 60)`),
        ],
      },
    },
  });
});

describe('beside the official client, which is too large for the bundles', () => {
  function official(): MetricsApi {
    return new MetricsApi(
      createConfiguration({
        baseServer: new ServerConfiguration(datadog.url, {}),
        authMethods: { apiKeyAuth: 'secret', appKeyAuth: 'secret' },
      }),
    );
  }

  const attributes = {
    ...{ from: sync, to: sync + 100_000, interval: 20_000 },
    formulas: [{ formula: 'q0' }, { formula: 'q1' }],
    queries: [datadogQueries.all, datadogQueries.bad].map((query, index) => ({
      ...{ dataSource: 'metrics' as const, name: `q${index}`, query: `${query}.rollup(sum, 20)` },
    })),
  };
  const body = { data: { type: 'timeseries_request' as const, attributes } };

  test('the same request is sent', async () => {
    await open({ errors }).read(clock);
    await official().queryTimeseriesData({ body });
    const [ours, theirs] = datadog.asked;
    expect([ours?.method, ours?.path]).toEqual([theirs?.method, theirs?.path]);
    expect(JSON.parse(ours?.body ?? '')).toEqual(JSON.parse(theirs?.body ?? ''));
    for (const name of ['accept', 'content-type', 'dd-api-key', 'dd-application-key'])
      expect(ours?.headers[name], name).toBe(theirs?.headers[name]);
  });

  test('the answer of the stand-in is one that it knows, field by field', async () => {
    const answer = await official().queryTimeseriesData({ body });
    expect(JSON.stringify(answer)).not.toContain('_unparsed');
    expect(answer).toMatchObject({
      data: {
        type: 'timeseries_response',
        attributes: {
          series: [
            { groupTags: [], queryIndex: 0 },
            { groupTags: [], queryIndex: 1 },
          ],
        },
      },
    });
    const { times = [], values = [] } = answer.data?.attributes ?? {};
    expect(values.map(({ length }) => length)).toEqual([times.length, times.length]);
  });
});

/** As in `cassettes/v2/Metrics_2046978582/Timeseries-cross-product-query-returns-Bad-Request-response_2888179510`. */
test('the stand-in refuses what Datadog was recorded to refuse, in its words', async () => {
  const attributes = {
    ...{ formulas: [{ formula: 'a+b' }], from: 1671617641, to: 1671621241, interval: 5000 },
    queries: [{ data_source: 'metrics', query: 'avg:system.cpu.user{*}' }],
  };
  const answer = await fetch(`${datadog.url}/api/v2/query/timeseries`, {
    method: 'POST',
    headers: {
      ...{ 'dd-api-key': 'secret', 'dd-application-key': 'secret' },
      'content-type': 'application/json',
    },
    body: JSON.stringify({ data: { attributes, type: 'timeseries_rquest' } }),
  });
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { errors: ['API input validation failed: Invalid type. Expected "timeseries_request".'] },
  ]);
});

interface Table {
  readonly series: readonly { readonly query_index: unknown }[];
  readonly times: readonly unknown[];
  readonly values: readonly (readonly unknown[])[];
}

function told(attributes: Table, rest: object = {}) {
  return { data: { id: '0', type: 'timeseries_response', attributes }, ...rest };
}

const of = (...all: number[]) => all.map((index) => ({ group_tags: [], query_index: index, unit: null }));

test('counts of several hosts add up, and nulls are no counts', async () => {
  const times = [sync, sync + 20_000, sync + 40_000];
  const values = [
    [10, 12.4, null],
    [5, null, null],
    [2, null, null],
  ];
  datadog.instead = () => json(200, told({ series: of(0, 0, 1), times, values }), apiJson);
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

const otherForm = 'an answer of another form than documented';

test.each([
  ['an error with status 200', { errors: 'open sesame' }, 'the query is refused'],
  ['neither data nor an error', {}, otherForm],
  [
    'a series of no query',
    told({ series: [{ query_index: null }], times: [sync], values: [[1]] }),
    otherForm,
  ],
  ['a series of another query', told({ series: of(5), times: [sync], values: [[1]] }), otherForm],
  ['more series than rows', told({ series: of(0, 1), times: [sync], values: [[1]] }), otherForm],
  [
    'more moments than values',
    told({ series: of(0), times: [sync, sync + 20_000], values: [[1]] }),
    otherForm,
  ],
  ['words for numbers', told({ series: of(0), times: [sync], values: [['ten']] }), otherForm],
  ['words for moments', told({ series: of(0), times: ['now'], values: [[1]] }), otherForm],
  ['another answer', { data: { id: '0', type: 'scalar_response', attributes: { columns: [] } } }, otherForm],
  [
    'points beside the buckets',
    told({ series: of(0), times: [sync + 7_000], values: [[1]] }),
    'points between those asked for',
  ],
])('%s: nothing is read', async (_what, body, detail) => {
  datadog.instead = () => json(200, body, apiJson);
  expect(await open({ errors }).read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', reason: 'provider-gap', detail },
  ]);
});

describe('a past in longer buckets than asked for', () => {
  const starts = Array.from({ length: 24 }, (_, index) => sync - 7_200_000 + index * 300_000);

  test('is a past, with the length that all its points stand apart', async () => {
    const bad = starts.map((_start, index) => (index % 4 === 0 ? 20 : null));
    const values = [starts.map(() => 5_000), bad];
    datadog.instead = () => json(200, told({ series: of(0, 1), times: starts, values }), apiJson);
    const [past] = await open({ errors }).baseline({ from: sync - 7_200_000, to: sync });
    expect(past).toMatchObject({
      steps: starts.map((start, index) => ({
        ...{ at: start + 300_000, seconds: 300, spread: 300, bad: index % 4 === 0 ? 20 : 0, total: 5_000 },
      })),
    });
  });

  test('is not seen in errors that come seldom', async () => {
    const fine = Array.from({ length: 360 }, (_, index) => sync - 7_200_000 + index * 20_000);
    const values = [fine.map(() => 300), fine.map((_start, index) => (index % 15 === 0 ? 1 : null))];
    datadog.instead = () => json(200, told({ series: of(0, 1), times: fine, values }), apiJson);
    const [past] = await open({ errors }).baseline({ from: sync - 7_200_000, to: sync });
    if (past === undefined || !('steps' in past)) throw new Error('expected steps');
    expect(new Set(past.steps.map(({ seconds }) => seconds))).toEqual(new Set([20]));
    expect(past.steps.reduce((sum, { bad }) => sum + bad, 0)).toBe(24);
  });
});

test('a gauge that is computed gets its step from the request', async () => {
  const signal = { ...latency, query: 'avg:a{*} / avg:b{*}' };
  await open({ errors, computed: signal }).read(clock);
  const asked = datadog.asked.map(({ body }) => JSON.parse(body).data.attributes);
  expect(asked.map(({ interval, queries }) => [interval, queries.length])).toEqual([
    [20_000, 2],
    [60_000, 1],
  ]);
});

test('long queries are one request nevertheless', async () => {
  const tags = Array.from({ length: 60 }, (_, index) => `tag${index}:value`).join(',');
  const many = Array.from({ length: 20 }, (_, index) => {
    const selector = `sum:errors_${index}{${tags}}.as_count()`;
    return [`errors${index}`, { ...errors, part: { events: 'bad' as const, selector } }] as const;
  });
  const readings = await open(Object.fromEntries(many)).read(clock);
  expect(readings.map(({ kind }) => kind)).toEqual(many.map(() => 'counts'));
  expect(datadog.asked).toHaveLength(1);
});
