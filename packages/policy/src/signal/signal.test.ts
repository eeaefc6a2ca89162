import { describe, expect, test } from 'vitest';
import { valueAt } from '../document/value-at.ts';
import { findingsOf } from '../mistakes/from-issues.ts';
import { Signal } from './signal.ts';

function messages(input: unknown): string[] {
  const issues = Signal.safeParse(input).error?.issues ?? [];
  return findingsOf(issues, input).map(({ path, words }) => {
    const { sentence, cure } = words(valueAt(input, path));
    return `${path.join('.')}: ${sentence}; ${cure}`;
  });
}

describe('a signal of counts', () => {
  test('comes from Prometheus where it names no provider', () => {
    expect(Signal.parse({ ratio: { bad: 'a', total: 'b' } })).toMatchObject({
      ...{ kind: 'ratio', provider: 'prometheus', total: 'b' },
      part: { events: 'bad', selector: 'a' },
    });
  });

  test.each([
    ['datadog', 'sum:trace.http.request.errors{service:checkout}.as_count()'],
    [
      'cloudwatch',
      'Sum:AWS/ApplicationELB:HTTPCode_Target_5XX_Count{LoadBalancer=app/shop/50dc6c495c0c9188}',
    ],
    ['cloudwatch', 'SampleCount:AWS/Lambda:Duration'],
    ['loki', '{app="checkout"} |= "ERROR"'],
    ['elasticsearch', 'service.name:checkout AND log.level:error'],
  ])('comes from %s: %s', (from, query) => {
    const other = query.replace(/checkout|5XX|Duration/, 'other');
    expect(Signal.parse({ ratio: { from, bad: query, total: other } })).toMatchObject({ provider: from });
  });

  test.each([
    ['datadog', 'avg:trace.http.request.errors{*}'],
    ['datadog', 'sum:trace.http.request.errors{*}.as_rate()'],
    ['cloudwatch', 'Average:AWS/Lambda:Errors'],
    ['loki', 'rate({app="checkout"}[1m])'],
    ['loki', '{app="checkout"}[1m]'],
    ['elasticsearch', ''],
  ])('is refused by %s if it is no count: %s', (from, query) => {
    expect(messages({ ratio: { from, bad: query, total: query } })).toEqual([
      expect.stringMatching(/^ratio\.bad: expected /),
      expect.stringMatching(/^ratio\.total: expected /),
    ]);
  });

  test('of log lines has a short form', () => {
    const long = { ratio: { from: 'loki', bad: '{app="a"} |= "ERROR"', total: '{app="a"}' } };
    expect(Signal.parse({ loki: '{app="a"} |= "ERROR"', per: '{app="a"}' })).toEqual(Signal.parse(long));
  });
});

describe('conditions beside the test', () => {
  const ratio = { bad: 'a', total: 'b' };

  test('are absent where none is written', () => {
    expect(Signal.parse({ ratio })).not.toHaveProperty('conditions');
  });

  test('are ratios, and hold for a minute', () => {
    expect(Signal.parse({ ratio, fail_above: '5%', review_above: '2%', objective: 99.9 })).toMatchObject({
      conditions: { failAbove: 0.05, reviewAbove: 0.02, forMs: 60_000, objective: 0.999 },
    });
  });

  test.each([
    [
      { fail_above: '2%', review_above: '5%' },
      'review_above: expected less than fail_above; write the lower of the two as review_above',
    ],
    [{ fail_above: 5 }, 'fail_above: expected a percentage such as 90%; write 5%'],
    [
      { objective: 100 },
      'objective: expected per cent of good requests such as 99.9, without %; write a number below 100 such as 99.9',
    ],
  ])('%o is refused', (written, message) => {
    expect(messages({ ratio, ...written })).toEqual([message]);
  });
});

describe('a gauge', () => {
  test('is a value that is worse the higher it is, once a minute', () => {
    expect(Signal.parse({ gauge: 'sum(rate(orders_total[1m]))' })).toEqual({
      ...{ kind: 'gauge', provider: 'prometheus', query: 'sum(rate(orders_total[1m]))' },
      ...{ worse: 'higher', scale: 'value', factor: 1, leastChange: null, stepMs: 60_000 },
    });
  });

  test('says what its numbers are', () => {
    expect(
      Signal.parse({ gauge: 'x', unit: 'milliseconds', worse: 'lower', least_change: '20%', step: '30s' }),
    ).toMatchObject({
      ...{ scale: 'latency-seconds', factor: 0.001, worse: 'lower', leastChange: 0.2, stepMs: 30_000 },
    });
  });

  test('from Datadog has a short form', () => {
    const long = { gauge: 'avg:queue.depth{app:checkout}', from: 'datadog', worse: 'higher' };
    expect(Signal.parse({ datadog: 'avg:queue.depth{app:checkout}', worse: 'higher' })).toEqual(
      Signal.parse(long),
    );
  });

  test.each([
    [
      { gauge: 'x', from: 'elasticsearch' },
      'from: expected prometheus, datadog, cloudwatch or loki; write prometheus, datadog, cloudwatch or loki',
    ],
    [
      { gauge: 'queue.depth', from: 'datadog' },
      'gauge: expected a query such as avg:queue.depth{service:checkout}; write it in this form',
    ],
    [{ gauge: 'x', worse: 'up' }, 'worse: expected higher, lower or either; write higher, lower or either'],
    [{ gauge: 'x', step: '1s' }, 'step: expected 10s or more; write 10s, or leave it out for 1m'],
    [
      { gauge: 'x', unit: 's' },
      'unit: expected seconds, milliseconds, ratio, percent or value; write seconds, milliseconds, ratio, percent or value',
    ],
    [{ gauge: '' }, 'gauge: expected a query of Prometheus that gives one series; write it in this form'],
  ])('%o is refused', (input, message) => {
    expect(messages(input)).toEqual([message]);
  });
});
