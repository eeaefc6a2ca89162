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

  test('is read without the space around it', () => {
    expect(Signal.parse({ ratio: { bad: ' a ', total: ' b ' } })).toMatchObject({
      ...{ total: 'b', part: { events: 'bad', selector: 'a' } },
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

  test('that is bad is not what it is counted of, however it is spaced', () => {
    expect(messages({ ratio: { bad: 'a{b="c"}', total: 'a{ b = "c" }' } })).toEqual([
      'ratio.bad: bad is the same as total: every request would be a bad one; narrow bad down, such as by code=~"5.."',
    ]);
  });

  test('that is refused is not told to be the same as well', () => {
    expect(messages({ ratio: { from: 'cloudwatch', bad: 'Sum:a:b', total: 'Sum :a:b' } })).toEqual([
      expect.stringMatching(/^ratio\.total: expected a sum such as /),
    ]);
  });

  test('of log lines names the key that is wrong', () => {
    expect(messages({ loki: 'a', per: 'b' })).toEqual([
      expect.stringMatching(/^loki: expected the selector of log lines/),
      expect.stringMatching(/^per: expected the selector of log lines/),
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
      conditions: { failAbove: 0.05, reviewAbove: 0.02, forMs: 60_000, objective: 0.999, decide: 'either' },
    });
  });

  test('decide beside the test where nothing else is written, and alone where it is', () => {
    const decide = (written: object) => Signal.parse({ ratio, fail_above: '5%', ...written });
    expect(decide({})).toMatchObject({ conditions: { decide: 'either' } });
    expect(decide({ decide: 'threshold' })).toMatchObject({ conditions: { decide: 'threshold' } });
  });

  test('of a gauge are in its own unit, and are compared in that of its points', () => {
    const gauge = { gauge: 'up', unit: 'milliseconds', fail_above: 500, for: '3m' };
    expect(Signal.parse(gauge)).toMatchObject({
      threshold: { above: 0.5, below: null, forMs: 180_000, decide: 'either' },
    });
    expect(Signal.parse({ gauge: 'up', fail_below: 3, decide: 'threshold' })).toMatchObject({
      threshold: { above: null, below: 3, forMs: 60_000, decide: 'threshold' },
    });
    expect(Signal.parse({ gauge: 'up' })).not.toHaveProperty('threshold');
  });

  test.each([
    [{ fail_above: '5%' }, { failAbove: 0.05, reviewAbove: null, forMs: 60_000, objective: null }],
    [{ review_above: '2%' }, { failAbove: null, reviewAbove: 0.02, forMs: 60_000, objective: null }],
    [
      { objective: 99.95, for: '5m' },
      { failAbove: null, reviewAbove: null, forMs: 300_000, objective: 0.9995 },
    ],
  ])('may be one alone: %j', (written, conditions) => {
    expect(Signal.parse({ ratio, ...written })).toMatchObject({ conditions });
  });

  test.each([
    [
      { fail_above: '5%', review_above: '5%' },
      'review_above: expected less than fail_above; write the lower of the two as review_above',
    ],
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

  test.each([
    ['seconds', { scale: 'latency-seconds', factor: 1 }],
    ['milliseconds', { scale: 'latency-seconds', factor: 0.001 }],
    ['ratio', { scale: 'share', factor: 1 }],
    ['percent', { scale: 'share', factor: 0.01 }],
    ['value', { scale: 'value', factor: 1 }],
  ])('may be in %s', (unit, numbers) => {
    expect(Signal.parse({ gauge: 'x', unit })).toMatchObject(numbers);
  });

  test('is read without the space around its query', () => {
    expect(Signal.parse({ gauge: ' up ' })).toMatchObject({ query: 'up' });
    expect(Signal.parse({ datadog: ' avg:queue.depth{*} ' })).toMatchObject({ query: 'avg:queue.depth{*}' });
  });

  test('has its points ten seconds apart at least', () => {
    expect(Signal.parse({ gauge: 'x', step: '10s' })).toMatchObject({ stepMs: 10_000 });
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
    [
      { datadog: 'queue.depth' },
      'datadog: expected a query such as avg:queue.depth{service:checkout}; write it in this form',
    ],
    [{ gauge: 'x', step: '9999ms' }, 'step: expected 10s or more; write 10s, or leave it out for 1m'],
    [{ gauge: '' }, 'gauge: expected a query of Prometheus that gives one series; write it in this form'],
  ])('%o is refused', (input, message) => {
    expect(messages(input)).toEqual([message]);
  });
});

describe('a signal', () => {
  test.each([
    ['argocd', { kind: 'health', provider: 'argocd', failures: 3, readyWithinMs: 600_000 }],
    [
      { argocd: { failures: 1, ready_within: '5m' } },
      { kind: 'health', provider: 'argocd', failures: 1, readyWithinMs: 300_000 },
    ],
    [
      { probe: 'https://shop.example.com', failures: 1 },
      { kind: 'health', provider: 'probe', url: 'https://shop.example.com', failures: 1 },
    ],
    [
      { probe: 'https://shop.example.com/health/' },
      { kind: 'health', provider: 'probe', url: 'https://shop.example.com/health', failures: 3 },
    ],
  ])('may be a state: %j', (written, signal) => {
    expect(Signal.parse(written)).toEqual(signal);
  });

  test.each([
    [
      { gauge: 'x', probe: 'https://a.example.com' },
      ': expected gauge or probe, and both are here; make a signal of each',
    ],
    [{ probe: 'https://a.example.com', failures: 0 }, 'failures: expected 1 or more; write 1 at least'],
    [{ argocd: { failures: 0 } }, 'argocd.failures: expected 1 or more; write 1 at least'],
    [{ ratio: 5 }, 'ratio: expected keys with values, got 5; write { key: value }, or indented lines'],
    [{ ratio: null }, 'ratio: has no value; write one, or take the key out'],
    [
      { argocd: { ready_within: '0s' } },
      'argocd.ready_within: expected more than no time; write a duration such as 10m',
    ],
  ])('has one kind, and its times are some: %j', (written, message) => {
    expect(messages(written)).toEqual([message]);
  });

  test.each(['prometheus', {}, 5, null])('is not %j', (written) => {
    expect(Signal.safeParse(written).success).toBe(false);
  });
});
