import { describe, expect, test } from 'vitest';
import { promqlFault } from './promql.ts';

/** `index: what is not expected; cure` */
function told(query: string): string {
  const fault = promqlFault(query);
  if (fault === null) return 'nothing';
  return `${fault.index}: ${fault.kind === 'grammar' ? fault.unexpected : fault.is}; ${fault.cure}`;
}

describe('what the grammar does not expect', () => {
  const unknown = 'correct the query, best where Prometheus shows its result';

  test.each([
    ['is the first of several', 'sum(x y) z', `6: y; ${unknown}`],
    ['is the first of two on one level', 'up @  ) y', `6: ); take out a )`],
    ['stands behind white space', 'sum (  x  y )', `10: y; ${unknown}`],
    ['is one character, if no word', 'up{a="b"} 😀', `10: 😀; ${unknown}`],
    ['is the end of the query', 'up  ==  ', '8: null; write what comes after ==, or take it out'],
    ['is nothing, where all is missing', '  ', `2: null; ${unknown}`],
    [
      'is a variable',
      'rate(up[$__x])',
      "8: $__x; write a duration such as 5m: Grafana's variables mean nothing here",
    ],
    ['is what follows a value', '(up)(up)', `4: (; ${unknown}`],
    ['is a call of what is no function', 'frobnicate (up)', '11: (; frobnicate is no function of PromQL'],
    ['is a call of what is nearly one', 'rte  (up[5m])', '5: (; did you mean rate?'],
  ])('%s', (_, query, fault) => {
    expect(told(query)).toBe(fault);
  });

  test.each([
    ...[
      'rate',
      'irate',
      'increase',
      'delta',
      'deriv',
      'histogram_quantile',
      'sum',
      'avg',
      'min',
      'max',
      'count',
    ],
    ...['avg_over_time', 'max_over_time', 'min_over_time', 'sum_over_time', 'quantile_over_time'],
    ...[
      'count_over_time',
      'topk',
      'quantile',
      'clamp_min',
      'clamp_max',
      'label_replace',
      'absent',
      'changes',
    ],
    ...['resets', 'round'],
  ])('is a misspelt %s', (name) => {
    expect(promqlFault(`${name}x(up)`)?.cure).toBe(`did you mean ${name}?`);
  });
});

describe('what is missing at the end', () => {
  test.each([
    ['sum(rate(up{a="b"', 'close it with }))'],
    ['sum(up[5m', 'close it with ])'],
    ['up{', 'close it with }'],
    ['sum(up)]', 'take out a ]'],
    ['sum(up))', 'take out a )'],
    ['sum(up]', 'take out a ]'],
    ['up}', 'take out a }'],
  ])('%s', (query, cure) => {
    expect(promqlFault(query)?.cure).toBe(cure);
  });

  test.each(['==', '!=', '>=', '<=', '-', '+', '*', '/', '%', '^', '<', '>', 'and', 'or', 'unless'])(
    'is what comes after %s',
    (operator) => {
      expect(promqlFault(`up ${operator} `)?.cure).toBe(`write what comes after ${operator}, or take it out`);
    },
  );

  test.each(['"(x"', '"\\"(x"', "'(x'", "'\\'(x'", '`(x`', '"\'("', "'\"('", '`"(`'])(
    'is not looked for in texts: %s',
    (text) => {
      expect(promqlFault(`up{a=${text}} ==`)?.cure).toBe('write what comes after ==, or take it out');
    },
  );

  test('is not an operator before a text', () => {
    expect(promqlFault('up == "a" "b"')?.cure).toBe(
      'correct the query, best where Prometheus shows its result',
    );
  });

  test('is not an operator in a name', () => {
    expect(promqlFault('up band')?.cure).toBe('correct the query, best where Prometheus shows its result');
  });
});

describe('a range is missing', () => {
  test.each([
    ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets'],
    ...['predict_linear', 'avg_over_time', 'last_over_time', 'quantile_over_time'],
  ])('in %s', (name) => {
    expect(told(`1 + ${name} (up)`)).toBe(`4: gives ${name} no range; write ${name}(…[5m])`);
  });

  test.each(['rate()', 'rate((up))', 'rate(up offset 1d)', 'rate(sum(up[5m]))', 'rate(abs(up))'])(
    'in %s, whatever else is in it',
    (query) => {
      expect(told(query)).toBe('0: gives rate no range; write rate(…[5m])');
    },
  );

  test('in the first of several', () => {
    expect(told('rate(up[5m]) + increase(up) + delta(up)')).toBe(
      '15: gives increase no range; write increase(…[5m])',
    );
  });

  test.each([
    ...['rate(up[5m])', 'rate((up[5m]))', 'rate(up[5m] offset 1d)', 'rate((up[5m] offset 1d))'],
    ...['rate(up[5m] @ 5)', 'max_over_time(rate(up[5m])[5m:30s])', 'quantile_over_time(0.9, up[5m])'],
  ])('not in %s', (query) => {
    expect(promqlFault(query)).toBeNull();
  });
});

test.each([
  'up',
  '5',
  'abs(up)',
  'time()',
  'sum by (a) (up)',
  'rate_limit',
  'histogram_quantile(0.9, x_bucket)',
])('nothing is wrong with %s', (query) => {
  expect(promqlFault(query)).toBeNull();
});

test.each([
  ['up[5m]', '0: gives ranges and no values; write rate(up[5m])'],
  ['up[5m:1m]', '0: gives ranges and no values; write rate(up[5m:1m])'],
  ['"up"', '0: is a text and no query; take the inner quotes out'],
])('%s is no value', (query, fault) => {
  expect(told(query)).toBe(fault);
});
