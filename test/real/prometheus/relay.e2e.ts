import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldTokens } from '@backout/world';
import { type Fault, type GitHubWorld, temporaryGitHub } from '@backout/world/github';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePorts } from '../processes/free-port.ts';
import { type Relay, relayToken, startRelay } from './relay.ts';

let folder: string;
let github: GitHubWorld;
let relay: Relay;
let group: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-relay-'));
  github = await temporaryGitHub({ tokens: worldTokens });
  await github.createRepository('acme/gitops');
  relay = await startRelay(folder, { apiUrl: github.url, token: 'person' });
  group = 0;
});
afterAll(async () => {
  await relay?.[Symbol.asyncDispose]();
  await github?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
let before: number;
beforeEach(() => {
  before = github.dispatches.length;
  group += 1;
});
const dispatched = () => github.dispatches.slice(before).map(({ clientPayload }) => clientPayload);

const alert = (fingerprint: string, status = 'firing') => ({
  ...{ status, fingerprint, startsAt: `2026-11-20T14:02:1${fingerprint}.000Z`, annotations: {} },
  labels: { alertname: 'CheckoutErrors', backout: 'checkout' },
});

/** As Alertmanager 0.25 sends it. */
function message(alerts: readonly object[], rest: object = {}) {
  return {
    ...{ receiver: 'backout', status: 'firing', version: '4', truncatedAlerts: 0, externalURL: 'http://am' },
    ...{ groupLabels: { backout: 'checkout' }, commonLabels: { backout: 'checkout' }, commonAnnotations: {} },
    ...{ groupKey: `{}/{backout=~".+"}:{backout="${group}"}`, alerts },
    ...rest,
  };
}

async function post(body: string | object, headers: Record<string, string> = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(relay.url, {
    method: 'POST',
    headers: { authorization: `Bearer ${relayToken}`, 'content-type': 'application/json', ...headers },
    body: text,
  });
  return answer.status;
}

test('a group that fires is one dispatch, however often and from how many it is told', async () => {
  const firing = message([alert('1')]);
  expect(await Promise.all([post(firing), post(firing)])).toEqual([200, 200]);
  expect(await post(firing)).toBe(200);
  expect(dispatched()).toEqual([
    { app: 'checkout', alert: 'CheckoutErrors', started_at: '2026-11-20T14:02:11.000Z' },
  ]);
});

test('an alert that joins the group is told, one that leaves it is not', async () => {
  await post(message([alert('1')]));
  await post(message([alert('1'), alert('2')]));
  await post(message([alert('1', 'resolved'), alert('2')]));
  expect(dispatched()).toHaveLength(2);
});

test('a group in which nothing fires is not told', async () => {
  expect(await post(message([alert('1', 'resolved')], { status: 'resolved' }))).toBe(200);
  expect(dispatched()).toEqual([]);
});

describe('GitHub', () => {
  const route = 'POST /repos/{owner}/{repo}/dispatches';
  const fail = (fault: Fault) => github.fault({ route, calls: [1], fault });

  test.each<{ what: string; fault: Fault }>([
    { what: 'limits', fault: { kind: 'secondary-limit', status: 403, retryAfterSeconds: 60 } },
    { what: 'refuses', fault: { kind: 'answer', status: 404, committed: false } },
  ])('that $what took nothing: Alertmanager is asked to try again', async ({ fault }) => {
    fail(fault);
    expect(await post(message([alert('1')]))).toBe(503);
    expect(dispatched()).toHaveLength(0);
    expect(await post(message([alert('1')]))).toBe(200);
    expect(dispatched()).toHaveLength(1);
  });

  test.each<{ what: string; fault: Fault; dispatches: number }>([
    {
      what: 'answers 502 after it took it',
      fault: { kind: 'answer', status: 502, committed: true },
      dispatches: 1,
    },
    { what: 'answers 502', fault: { kind: 'answer', status: 502, committed: false }, dispatches: 0 },
    { what: 'breaks off after it took it', fault: { kind: 'drop', committed: true }, dispatches: 1 },
  ])('that $what may have taken it: it is not sent again', async ({ fault, dispatches }) => {
    fail(fault);
    expect(await post(message([alert('1')]))).toBe(200);
    expect(await post(message([alert('1')]))).toBe(200);
    expect(dispatched()).toHaveLength(dispatches);
  });

  test('that is not there took nothing', async () => {
    const [port] = await freePorts(1);
    const apiUrl = `http://127.0.0.1:${port}`;
    await using alone = await startRelay(join(folder, 'alone'), { apiUrl, token: 'person' });
    const answer = await fetch(alone.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${relayToken}` },
      body: JSON.stringify(message([alert('1')])),
    });
    expect(answer.status).toBe(503);
  });
});

describe("what is not Alertmanager's is refused", () => {
  test.each([
    { what: 'no JSON', body: '{' },
    { what: 'null', body: 'null' },
    { what: 'another version', body: message([alert('1')], { version: '5' }) },
    { what: 'no label', body: message([alert('1')], { commonLabels: {} }) },
    { what: 'a label that is no name', body: message([alert('1')], { commonLabels: { backout: 'a b\n' } }) },
    { what: 'no alerts', body: message([], { alerts: 'none' }) },
  ])('$what', async ({ body }) => {
    expect(await post(body)).toBe(400);
    expect(dispatched()).toEqual([]);
  });

  test('another token, another method, too much', async () => {
    expect(await post(message([alert('1')]), { authorization: 'Bearer other' })).toBe(401);
    expect((await fetch(relay.url)).status).toBe(405);
    expect(await post('x'.repeat(1_100_000))).toBe(413);
    expect(dispatched()).toEqual([]);
  });
});
