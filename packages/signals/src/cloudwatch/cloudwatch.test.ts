import {
  cloudWatchKeys,
  cloudWatchQueries,
  json,
  type Provider,
  service,
  startCloudWatch,
} from '@backout/world/metrics';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MetricSignals } from '../reading.ts';
import type { Source } from '../signals.ts';
import { cloudwatch as emulated, gaugeOf, ratioOf } from '../testing/every-provider.ts';
import type { CloudWatchAccess } from './client.ts';
import { openCloudWatch } from './open.ts';
import { metricQuery } from './query.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const errors = { name: 'errors', signal: ratioOf(emulated) };
const latency = { name: 'latency', signal: gaugeOf(emulated) };
const clock = sync + 240_000;
let cloudwatch: Provider;
beforeEach(async () => {
  const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });
  cloudwatch = await startCloudWatch({ now: () => clock, known: () => true, service: shop });
});
afterEach(() => cloudwatch[Symbol.asyncDispose]());

function open(
  signals: MetricSignals = [errors],
  credentials: CloudWatchAccess['credentials'] = cloudWatchKeys,
  timeoutMs = 20_000,
): Source {
  const reading = { fetch, now: () => clock, timeoutMs, since: sync, stepMs: 10_000 };
  const access = { region: 'eu-central-1', url: cloudwatch.url, credentials };
  return openCloudWatch(access, signals, { ...reading, onSkew: () => undefined });
}

test('a look is one signed request for all metrics', async () => {
  const readings = await open([errors, latency]).read(clock);
  expect(readings).toMatchObject([
    { kind: 'counts', steps: [{ at: sync + 60_000 }, { at: sync + 120_000 }] },
    { kind: 'values', points: [{ at: sync + 60_000 }, { at: sync + 120_000 }] },
  ]);
  const [asked, ...others] = cloudwatch.asked;
  expect(others).toEqual([]);
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    MetricDataQueries: Object.values(cloudWatchQueries).map((query, index) =>
      metricQuery({ query, kind: 'counts', bucketMs: 60_000 }, index),
    ),
    ...{ StartTime: sync / 1000, EndTime: clock / 1000, ScanBy: 'TimestampAscending' },
  });
  expect(asked?.headers['x-amz-security-token']).toBeUndefined();
});

test('the token of a role goes with it', async () => {
  await open([errors], { ...cloudWatchKeys, sessionToken: 'of the role' }).read(clock);
  expect(cloudwatch.asked[0]?.headers['x-amz-security-token']).toBe('of the role');
});

const complete = { Label: '', StatusCode: 'Complete', Timestamps: [sync / 1000], Values: [5] };
const whole = [
  { ...complete, Id: 'q0' },
  { ...complete, Id: 'q1', Values: [2] },
];
const lacks = [{ ...complete, Id: 'q0' }];
const message = { Code: 'Open', Value: 'open sesame' };
const notWhole = 'an answer that is not whole';
const otherForm = 'an answer of another form than documented';

test.each([
  ['a page of more', { MetricDataResults: whole, NextToken: 'more' }, notWhole],
  ['a message', { MetricDataResults: whole, Messages: [message] }, notWhole],
  [
    'a message to a metric',
    { MetricDataResults: [{ ...whole[0], Messages: [message] }, whole[1]] },
    notWhole,
  ],
  ['a part', { MetricDataResults: [{ ...whole[0], StatusCode: 'PartialData' }, whole[1]] }, notWhole],
  [
    'an error inside',
    { MetricDataResults: [whole[0], { ...whole[1], StatusCode: 'InternalError' }] },
    notWhole,
  ],
  ['a metric less', { MetricDataResults: lacks }, otherForm],
  ['a metric twice', { MetricDataResults: [...whole, ...lacks] }, otherForm],
  ['more times than values', { MetricDataResults: [{ ...whole[0], Values: [] }, whole[1]] }, otherForm],
  ['nothing', {}, otherForm],
])('%s: nothing is read', async (_what, body, detail) => {
  cloudwatch.instead = () => json(200, body, 'application/x-amz-json-1.0');
  expect(await open().read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', reason: 'provider-gap', detail },
  ]);
});

test('a metric that is closed is a refusal', async () => {
  const results = [whole[0], { ...whole[1], StatusCode: 'Forbidden' }];
  cloudwatch.instead = () => json(200, { MetricDataResults: results }, 'application/x-amz-json-1.0');
  const refused = { reason: 'provider-refuses', detail: 'the key may not read this metric' };
  expect(await open().read(clock)).toEqual([
    { kind: 'unread', signal: 'errors', outcome: 'provider-error', ...refused },
  ]);
});

test('an answer of all is read', async () => {
  cloudwatch.instead = () =>
    json(200, { MetricDataResults: whole, Messages: [] }, 'application/x-amz-json-1.0');
  expect(await open().read(clock)).toMatchObject([{ steps: [{ at: sync + 60_000, bad: 2, total: 5 }] }]);
});

test.each([
  [400, 'ThrottlingException', 'HTTP 429: too many requests'],
  [400, 'Throttling', 'HTTP 429: too many requests'],
  [400, 'LimitExceededException', 'HTTP 429: too many requests'],
  [400, 'ValidationError', 'HTTP 400: the query is refused'],
  [400, 'UnrecognizedClientException', 'HTTP 400: the key may not read metrics'],
  [400, 'ExpiredTokenException', 'HTTP 400: the key may not read metrics'],
  [403, 'AccessDenied', 'HTTP 403: the key may not read metrics'],
  [500, 'InternalServiceFault', 'HTTP 500'],
])('%i %s is told in our own words', async (status, type, detail) => {
  const body = { __type: `com.amazonaws.cloudwatch#${type}`, message: 'open sesame' };
  cloudwatch.instead = () => json(status, body, 'application/x-amz-json-1.0');
  expect(await open().read(clock)).toMatchObject([{ outcome: 'provider-error', detail }]);
});

test('who is throttled waits, although it is a 400', async () => {
  const source = open();
  const type = { 'x-amzn-query-error': 'Throttling;Sender', 'retry-after': '30' };
  cloudwatch.instead = () => ({ status: 400, body: '{"__type":"Throttling"}', headers: type });
  await source.read(clock);
  expect(await source.read(clock)).toMatchObject([
    { detail: expect.stringMatching(/^asked to wait, 3\d s left$/) },
  ]);
  expect(cloudwatch.asked).toHaveLength(1);
});

const nothing = {
  ...{ AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined, AWS_EC2_METADATA_DISABLED: 'true' },
  ...{ AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' },
};

async function withEnvironment(values: object, ask: () => Promise<void>): Promise<void> {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
  await ask().finally(() => vi.unstubAllEnvs());
}

test('a runner without credentials is told so', () =>
  withEnvironment(nothing, async () => {
    expect(await open([errors], null).read(clock)).toMatchObject([
      { outcome: 'provider-error', detail: 'the runner has no credentials for AWS' },
    ]);
    expect(cloudwatch.asked).toEqual([]);
  }));

test('credentials that do not come in time are no longer awaited', async () => {
  await cloudwatch.outage('hang');
  const role = { ...nothing, AWS_CONTAINER_CREDENTIALS_FULL_URI: `${cloudwatch.url}/role` };
  await withEnvironment(role, async () => {
    expect(await open([errors], null, 200).read(clock)).toMatchObject([
      { outcome: 'provider-error', detail: 'no answer within 0.2 s' },
    ]);
  });
});

test.each([
  ['Sum:AWS/SQS:Sent', 'Sum', 'AWS/SQS', 'Sent', []],
  [
    'p99.9:My App:Took{Route=GET /a=b,Host=[::1]:80}',
    'p99.9',
    'My App',
    'Took',
    [
      { Name: 'Route', Value: 'GET /a=b' },
      { Name: 'Host', Value: '[::1]:80' },
    ],
  ],
])('%s is a metric', (query, Stat, Namespace, MetricName, Dimensions) => {
  expect(metricQuery({ query, kind: 'values', bucketMs: 120_000 }, 3)).toEqual({
    Id: 'q3',
    MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 120, Stat },
    ReturnData: true,
  });
});
