import type { GaugeSignal } from '@backout/policy';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { errors, minute, type Opening, openOne, read } from '../testing/prometheus-fixture.ts';
import { type ScriptedPrometheus, startScriptedPrometheus } from '../testing/scripted-prometheus.ts';

let prometheus: ScriptedPrometheus;
beforeAll(async () => {
  prometheus = await startScriptedPrometheus();
});
afterAll(() => prometheus[Symbol.asyncDispose]());
beforeEach(() => {
  prometheus.asked.length = 0;
});

const queue: GaugeSignal = {
  ...{ kind: 'gauge', provider: 'prometheus', query: 'queue', worse: 'higher', stepMs: 10_000 },
  ...{ scale: 'value', factor: 1, leastChange: null },
};

const source = (opening?: Opening) => openOne(prometheus.url, 'errors', errors, opening);

describe('an answer that is no answer', () => {
  const secret = 'password=hunter2';
  test.each([
    { what: '503', answer: { status: 503, body: secret }, detail: 'HTTP 503' },
    { what: '429', answer: { status: 429, headers: { 'retry-after': '30' } }, detail: 'HTTP 429' },
    { what: 'HTML', answer: { body: `<html>${secret}</html>` }, detail: 'an answer that is not raw samples' },
    {
      what: 'half of JSON',
      answer: { body: '{"status":"succ' },
      detail: 'an answer that is not raw samples',
    },
    {
      what: 'status error',
      answer: { body: JSON.stringify({ status: 'error', errorType: 'timeout', error: secret }) },
      detail: 'an answer that is not raw samples',
    },
    {
      what: 'warnings',
      answer: {
        body: JSON.stringify({
          status: 'success',
          warnings: [secret],
          data: { resultType: 'matrix', result: [] },
        }),
      },
      detail: 'an answer with warnings, it may lack samples',
    },
    { what: 'late', answer: { delayMs: 500 }, detail: 'no answer within 0.1 s' },
  ])('$what is a provider error in our words', async ({ answer, detail }) => {
    prometheus.answer = () => answer;
    // The others are to be answered however busy the machine is.
    const timeoutMs = 'delayMs' in answer ? 100 : 5_000;
    expect(await read(source({ timeoutMs }), 10)).toEqual({
      kind: 'unread',
      signal: 'errors',
      outcome: 'provider-error',
      reason: 'provider-gap',
      detail,
    });
    expect(prometheus.asked.every(({ path }) => path === '/api/v1/query')).toBe(true);
  });

  test.each([
    { what: '400', answer: { status: 400, body: secret }, detail: 'HTTP 400' },
    { what: '401', answer: { status: 401, body: secret }, detail: 'HTTP 401' },
    { what: 'a redirect', answer: { status: 302, headers: { location: '/elsewhere' } }, detail: 'HTTP 302' },
    { what: 'too much', answer: { body: ' '.repeat(200_000) }, detail: 'an answer of more than 0.1 MB' },
  ])('$what is a refusal, also in the history and of a gauge', async ({ answer, detail }) => {
    prometheus.answer = () => answer;
    const refusal = { outcome: 'provider-error', reason: 'provider-refuses', detail };
    expect(await read(source(), 10)).toEqual({ kind: 'unread', signal: 'errors', ...refusal });
    expect(await source().baseline(minute)).toMatchObject(refusal);
    expect(await openOne(prometheus.url, 'queue', queue).baseline(minute)).toMatchObject(refusal);
    expect(prometheus.asked.every(({ path }) => path !== '/elsewhere')).toBe(true);
  });

  test('nobody there is a provider error', async () => {
    const gone = await startScriptedPrometheus();
    await gone[Symbol.asyncDispose]();
    const web = openOne(gone.url, 'errors', errors);
    expect(await read(web, 10)).toMatchObject({ detail: 'cannot be reached (ECONNREFUSED)' });
  });
});

describe('an annotation', () => {
  const info = 'PromQL info: metric might not be a counter, name does not end in _total: "all" (1:6)';
  const answered = (warnings: readonly unknown[]) => {
    prometheus.answer = () => ({
      body: JSON.stringify({ status: 'success', warnings, data: { resultType: 'matrix', result: [] } }),
    });
    return read(source(), 10);
  };

  test('for the author of a query leaves the answer whole', async () => {
    expect(await answered([info])).toEqual({ kind: 'nothing-new', signal: 'errors' });
  });

  test.each<[string, unknown]>([
    ['a warning beside it', 'PromQL warning: encountered a mix of histograms and floats'],
    ['of a store that asks others', 'receive series from Addr: 10.0.0.7:10901: deadline exceeded'],
    ['that only names it', 'no PromQL info: 10.0.0.7:10901 is gone'],
    ['of another form', { text: info }],
  ])('%s is a warning still', async (_, warning) => {
    expect(await answered([info, warning])).toMatchObject({
      outcome: 'provider-error',
      detail: 'an answer with warnings, it may lack samples',
    });
  });
});
