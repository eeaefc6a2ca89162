import type { GaugeSignal, RatioSignal } from '@backout/policy';
import { json, lokiUser, type Provider, service, startLoki } from '@backout/world/metrics';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { loki as emulated, gaugeOf, ratioOf } from '../testing/every-provider.ts';
import { openLoki } from './open.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const [errors, latency] = [ratioOf(emulated), gaugeOf(emulated)];
let clock = sync;
let loki: Provider;
beforeEach(async () => {
  clock = sync + 80_000;
  const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });
  loki = await startLoki({ now: () => clock, known: () => true, service: shop });
});
afterEach(() => loki[Symbol.asyncDispose]());

function open(
  signals: Readonly<Record<string, RatioSignal | GaugeSignal>>,
  token: string | null,
  rest: { readonly tenant?: string; readonly user?: string } = {},
): Source {
  const named = Object.entries(signals).map(([name, signal]) => ({ name, signal }));
  const reading = { fetch, now: () => clock, timeoutMs: 20_000, since: sync, stepMs: 10_000 };
  return openLoki({ url: loki.url, token, ...rest }, named, { ...reading, onSkew: () => undefined });
}

test('lines are counted in steps that end at whole multiples of their length', async () => {
  await open({ errors }, 'secret').read(clock);
  const [asked] = loki.asked;
  expect(Object.fromEntries(asked?.query ?? [])).toEqual({
    query: 'sum(count_over_time({app="shop"}\n[10s]))',
    start: `${sync / 1000 + 10}000000000`,
    end: `${sync / 1000 + 80}000000000`,
    step: '10',
  });
  expect(asked?.headers).toMatchObject({ authorization: 'Bearer secret', accept: 'application/json' });
});

test('a Loki without a token gets none', async () => {
  await open({ errors }, null).read(clock);
  expect(loki.asked[0]?.headers.authorization).toBeUndefined();
  expect(loki.asked[0]?.headers['x-scope-orgid']).toBeUndefined();
});

test('a Loki of several tenants is told which one', async () => {
  await open({ errors }, 'secret', { tenant: 'team-a' }).read(clock);
  expect(loki.asked[0]?.headers['x-scope-orgid']).toBe('team-a');
});

test('the token of a user is a password', async () => {
  const [reading] = await open({ errors }, 'secret', { user: lokiUser }).read(clock);
  expect(reading?.kind).toBe('counts');
  expect(loki.asked[0]?.headers.authorization).toBe('Basic MTIzNDU2OnNlY3JldA==');
});

test('the token of another user is refused, and in no answer', async () => {
  const [reading] = await open({ errors }, 'secret', { user: 'somebody' }).read(clock);
  expect(reading).toMatchObject({ outcome: 'provider-error', detail: 'HTTP 401: the key is refused' });
  expect(JSON.stringify(reading)).not.toContain('secret');
});

test('a query that is refused does not hide the other signals', async () => {
  const wrong = { ...latency, query: 'no query' };
  expect(await open({ errors, wrong }, 'secret').read(clock)).toMatchObject([
    { kind: 'counts', signal: 'errors' },
    { kind: 'unread', signal: 'wrong', detail: 'HTTP 400: the query is refused' },
  ]);
});

function matrix(...series: (readonly [second: number, value: string])[][]) {
  const result = series.map((values) => ({
    metric: { pod: 'one' },
    values: values.map(([second, value]) => [sync / 1000 + second, value]),
  }));
  return { status: 'success', data: { resultType: 'matrix', result, stats: {} } };
}

test.each([
  [
    'several series',
    matrix([[60, '1']], [[60, '2']], [[60, '3']]),
    'the query gives 3 series, one is expected',
  ],
  [
    'warnings',
    { ...matrix([[60, '1']]), warnings: ['open sesame'] },
    'an answer with warnings, it may lack lines',
  ],
  [
    'lines instead of numbers',
    { status: 'success', data: { resultType: 'streams', result: [] } },
    'an answer of another form than documented',
  ],
  [
    'an error with status 200',
    { status: 'error', error: 'open sesame' },
    'an answer of another form than documented',
  ],
  ['points between the steps', matrix([[61, '1']]), 'points between those asked for'],
])('a gauge that gives %s is not read', async (_what, body, detail) => {
  loki.instead = () => json(200, body);
  expect(await open({ latency }, 'secret').read(clock)).toEqual([
    { kind: 'unread', signal: 'latency', outcome: 'provider-error', reason: 'provider-gap', detail },
  ]);
});

test('what is no number is no point', async () => {
  clock = sync + 250_000;
  loki.instead = () =>
    json(
      200,
      matrix([
        [60, '0.5'],
        [120, 'NaN'],
        [180, '+Inf'],
        [240, '0.7'],
      ]),
    );
  const [reading] = await open({ latency }, 'secret').read(clock);
  expect(reading).toMatchObject({
    points: [
      { at: sync + 60_000, value: 0.5 },
      { at: sync + 240_000, value: 0.7 },
    ],
  });
});
