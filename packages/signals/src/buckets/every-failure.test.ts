import type { RatioSignal } from '@backout/policy';
import type { Reading } from '@backout/verdict';
import type { Outage } from '@backout/world/http-server';
import { type Knowledge, type Provider, service } from '@backout/world/metrics';
import { until } from '@backout/world/until';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '../signals.ts';
import { everyProvider, ratioOf } from '../testing/every-provider.ts';

const sync = Date.UTC(2026, 10, 20, 14, 2, 0);
const shop = service({ seed: 'shop', rps: 20, ratio: () => 0.02 });

describe.each(everyProvider)('$name', (emulated) => {
  const { bucketMs, settleMs } = emulated;
  let clock: number;
  let provider: Provider;
  const knowledge: Knowledge = { now: () => clock, known: () => true, service: shop };

  beforeEach(async () => {
    clock = sync;
    provider = await emulated.start(knowledge);
  });
  afterEach(() => provider[Symbol.asyncDispose]());

  function open(
    timeoutMs = 20_000,
    key?: string,
    ratios: Readonly<Record<string, RatioSignal>> = { errors: ratioOf(emulated) },
  ): Source {
    const signals = Object.entries(ratios).map(([name, signal]) => ({ name, signal }));
    const reading = {
      ...{ fetch, now: () => clock, timeoutMs, largestBytes: 2_000_000, random: () => 0 },
      ...{ since: sync, stepMs: 10_000, onSkew: () => undefined },
    };
    return emulated.open(provider.url, signals, reading, key);
  }

  async function look(source: Source, buckets: number, second = 0): Promise<Reading | undefined> {
    clock = sync + buckets * bucketMs + settleMs + second * 1000;
    return (await source.read(clock))[0];
  }

  function failed(detail: string | RegExp, reason = 'provider-gap') {
    const words = typeof detail === 'string' ? detail : expect.stringMatching(detail);
    return {
      ...{ kind: 'unread', signal: 'errors', outcome: 'provider-error', reason },
      detail: words,
    };
  }

  test.each<[Outage, RegExp]>([
    ['hang', /^no answer within 0\.3 s$/],
    ['refuse', /^cannot be reached/],
    ['500', /^HTTP 500$/],
    ['429', /^HTTP 429: too many requests$/],
    ['html', /^an answer of another form than documented$/],
    ['truncated', /^an answer of another form than documented$/],
  ])('%s is a provider error, and nothing is lost by it', async (outage, detail) => {
    const errors = open(outage === 'hang' ? 300 : 20_000);
    await provider.outage(outage);
    expect(await look(errors, 1)).toEqual(failed(detail));
    expect(await errors.baseline({ from: sync - 600_000, to: sync })).toMatchObject([
      { outcome: 'provider-error' },
    ]);
    await provider.recover();
    const counts = async (source: Source, second = 0) => (await look(source, 3, second))?.kind === 'counts';
    await until('the provider to answer again', () => counts(open()));
    // After several failures in a row it is left alone for a while, and then everything is read.
    await until('the watch to go on', () => counts(errors, 600));
  });

  test.each([
    [400, 'HTTP 400: the query is refused', 'provider-refuses'],
    [401, 'HTTP 401: the key is refused', 'provider-refuses'],
    [403, 'HTTP 403: the key may not read metrics', 'provider-refuses'],
    [404, 'HTTP 404: nothing is there', 'provider-refuses'],
    [302, 'HTTP 302: a redirect, which is not followed', 'provider-refuses'],
    [408, 'HTTP 408', 'provider-gap'],
    [503, 'HTTP 503', 'provider-gap'],
  ])('%i is told in our own words', async (status, detail, reason) => {
    const elsewhere = `${provider.url}/elsewhere`;
    provider.instead = () => ({
      status,
      body: '{"message":"open sesame"}',
      headers: { location: elsewhere, 'content-type': 'application/json' },
    });
    expect(await look(open(), 1)).toEqual(failed(detail, reason));
    expect(provider.asked.every(({ path }) => path !== '/elsewhere')).toBe(true);
  });

  test('a query that is refused darkens no other, and is found out once', async () => {
    const signal = ratioOf(emulated);
    const part = { events: 'bad' as const, selector: emulated.refused };
    const errors = open(20_000, 'secret', { errors: signal, wrong: { ...signal, part } });
    const asked: number[] = [];
    for (const buckets of [1, 2, 3]) {
      const before = provider.asked.length;
      clock = sync + buckets * bucketMs + settleMs;
      expect(await errors.read(clock)).toMatchObject([
        { kind: 'counts', signal: 'errors', steps: [{ at: sync + buckets * bucketMs }] },
        { outcome: 'provider-error', signal: 'wrong', detail: 'HTTP 400: the query is refused' },
      ]);
      asked.push(provider.asked.length - before);
    }
    // All three together, each of them, and then the one apart from the others; Loki takes one query a request.
    expect(asked).toEqual(emulated.requests === 2 ? [3, 3, 3] : [4, 2, 2]);
  });

  test('a wrong key is told, and no answer holds it', async () => {
    const reading = await look(open(20_000, 'sesame'), 1);
    expect(reading).toEqual(failed(/^HTTP 40[13]: the key/, 'provider-refuses'));
    expect(JSON.stringify(reading)).not.toContain('sesame');
  });

  test('who asks to be left alone is left alone, and then nothing was lost', async () => {
    const errors = open();
    provider.instead = () => ({ status: 429, body: '', headers: { 'retry-after': '120' } });
    expect(await look(errors, 1)).toEqual(failed('HTTP 429: too many requests'));
    const asked = provider.asked.length;
    provider.instead = null;
    expect(await look(errors, 1, 30)).toEqual(failed('asked to wait, 90 s left'));
    expect(await look(errors, 1, 119.5)).toEqual(failed('asked to wait, 1 s left'));
    expect(provider.asked).toHaveLength(asked);
    const reading = await look(errors, 1, 120);
    if (reading?.kind !== 'counts') throw new Error(`expected counts, got ${JSON.stringify(reading)}`);
    expect(reading.steps[0]?.at).toBe(sync + bucketMs);
    expect(reading.steps.at(-1)?.at).toBeGreaterThan(clock - settleMs - bucketMs);
  });

  test('who keeps failing is asked less and less often', async () => {
    const errors = open();
    provider.instead = () => ({ status: 503, body: '' });
    const asked: number[] = [];
    for (let second = 0; second <= 240; second += 10) {
      const before = provider.asked.length;
      await look(errors, 1, second);
      if (provider.asked.length > before) asked.push(second);
    }
    expect(asked).toEqual([0, 10, 20, 30, 50, 90, 150, 210]);
  });

  test('a failure after an answer is bad luck again', async () => {
    const errors = open();
    const looks = [
      { status: 503, buckets: 1, second: 0, kind: 'unread' },
      { status: null, buckets: 1, second: 1, kind: 'counts' },
      { status: 503, buckets: 2, second: 0, kind: 'unread' },
      { status: null, buckets: 2, second: 1, kind: 'counts' },
    ];
    for (const { status, buckets, second, kind } of looks) {
      provider.instead = status === null ? null : () => ({ status, body: '' });
      expect((await look(errors, buckets, second))?.kind).toBe(kind);
    }
  });

  test('an answer without end is cut', async () => {
    provider.instead = () => ({
      status: 200,
      body: 'x'.repeat(2_100_000),
      headers: { 'content-type': 'application/json' },
    });
    expect(await look(open(), 1)).toEqual(failed('an answer of more than 2 MB'));
  });
});
