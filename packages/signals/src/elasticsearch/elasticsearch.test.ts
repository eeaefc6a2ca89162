import { json, type Provider, service, startElasticsearch } from '@backout/world/metrics';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { elasticsearch as emulated, ratioOf } from '../testing/every-provider.ts';
import type { ElasticsearchAccess } from './client.ts';
import { openElasticsearch } from './open.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const errors = ratioOf(emulated);
const clock = sync + 50_000;
let elasticsearch: Provider;
beforeEach(async () => {
  const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });
  elasticsearch = await startElasticsearch({ now: () => clock, known: () => true, service: shop });
});
afterEach(() => elasticsearch[Symbol.asyncDispose]());

function open(rest: Partial<ElasticsearchAccess> = {}, signal = errors): Source {
  const access = { url: elasticsearch.url, index: 'logs-*', time: '@timestamp', apiKey: 'secret', ...rest };
  const reading = { fetch, now: () => clock, timeoutMs: 20_000, since: sync, stepMs: 10_000 };
  return openElasticsearch(access, [{ name: 'errors', signal }], { ...reading, onSkew: () => undefined });
}

test('one search counts everything, and wants no part of an answer', async () => {
  await open().read(clock);
  const [asked, ...others] = elasticsearch.asked;
  expect(others).toEqual([]);
  expect(asked?.headers).toMatchObject({
    authorization: 'ApiKey secret',
    'content-type': 'application/json',
  });
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    allow_partial_search_results: 'false',
    allow_no_indices: 'false',
  });
  const steps = { date_histogram: { field: '@timestamp', fixed_interval: '10s', min_doc_count: 1 } };
  const filter = (query: string) => ({ filter: { query_string: { query } }, aggs: { steps } });
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    size: 0,
    track_total_hits: false,
    query: { range: { '@timestamp': { gte: sync, lt: clock, format: 'epoch_millis' } } },
    aggs: { q0: filter('service.name:shop'), q1: filter('service.name:shop AND log.level:error') },
  });
});

test('a cluster without security gets no key', async () => {
  await open({ apiKey: null }).read(clock);
  expect(elasticsearch.asked[0]?.headers.authorization).toBeUndefined();
});

test.each([
  ['another index', open, { index: 'metrics-*' }, 'HTTP 404: nothing is there'],
  ['a field that is no time', open, { time: 'when' }, 'HTTP 400: the query is refused'],
])('%s is told', async (_what, opening, access, detail) => {
  expect(await opening(access).read(clock)).toMatchObject([{ outcome: 'provider-error', detail }]);
});

test('a query that is not understood is told', async () => {
  const part = { events: 'bad' as const, selector: 'service.name:shop AND (' };
  expect(await open({}, { ...errors, part }).read(clock)).toMatchObject([
    { outcome: 'provider-error', detail: 'HTTP 400: the query is refused' },
  ]);
});

const shards = { total: 3, successful: 3, skipped: 0, failed: 0 };
const counted = {
  doc_count: 5,
  steps: { buckets: [{ key: sync, key_as_string: '', doc_count: 5 }] },
};
const whole = { took: 1, timed_out: false, _shards: shards, aggregations: { q0: counted, q1: counted } };

test.each([
  [{ timed_out: true }, 'the search was not finished in time'],
  [{ _shards: { ...shards, failed: 2 } }, '2 of 3 shards failed'],
  [{ _clusters: { total: 2, successful: 1, skipped: 1 } }, '1 of the clusters did not answer'],
  [{ aggregations: { q0: counted } }, 'an answer without the counts'],
  [{ aggregations: undefined }, 'an answer without the counts'],
  [{ _shards: undefined }, 'an answer of another form than documented'],
])('%j makes an answer that is not read', async (part, detail) => {
  elasticsearch.instead = () => json(200, { ...whole, ...part });
  expect(await open().read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', reason: 'provider-gap', detail },
  ]);
});

test('an answer of all shards and clusters is read', async () => {
  const clusters = { total: 2, successful: 2, skipped: 0, running: 0, partial: 0, failed: 0 };
  elasticsearch.instead = () => json(200, { ...whole, _clusters: clusters });
  expect(await open().read(clock)).toMatchObject([
    { kind: 'counts', steps: [{ at: sync + 10_000, bad: 5, total: 5 }] },
  ]);
});
