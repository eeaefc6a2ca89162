import { describe, expect, test } from 'vitest';
import { queryFindings } from './check.ts';
import { promqlFault } from './promql.ts';

function findingsIn(signals: unknown) {
  return queryFindings({ applications: { shop: { signals } } }, promqlFault).map(({ path, spot, code }) => ({
    path: path.slice(3).join('.'),
    code,
    ...(spot.at === 'inside' && { index: spot.index }),
  }));
}

describe('a query is read', () => {
  test.each([
    ['as a gauge', { gauge: 'sum(up' }, 'gauge', 6],
    ['of the provider that is named', { gauge: 'sum(up', from: 'prometheus' }, 'gauge', 6],
    ['behind its indent', { gauge: '  sum(up)) ' }, 'gauge', 9],
    ['as what is bad', { ratio: { bad: 'a{', total: 'b' } }, 'ratio.bad', 2],
    ['as the total', { ratio: { bad: 'a', total: 'b{' } }, 'ratio.total', 2],
    ['as a histogram', { ratio: { histogram: 'a{' } }, 'ratio.histogram', 2],
    ['that is said to count', { counter: true, ratio: { bad: 'a', total: 'b{' } }, 'ratio.total', 2],
  ])('%s', (_, signal, path, index) => {
    expect(findingsIn({ more: signal })).toEqual([{ path: `more.${path}`, code: 'promql', index }]);
  });

  test.each([
    ['of another provider', { gauge: 'sum(up', from: 'datadog' }],
    ['of a ratio of another provider', { ratio: { from: 'loki', bad: 'sum(', total: 'sum(' } }],
    ['that is empty', { gauge: ' ' }],
    ['that is no text', { gauge: ['sum('] }],
    ['in a ratio that is none', { ratio: 'sum(' }],
    ['of what is no signal', 'sum('],
    ['of what is not there', null],
  ])('but not one %s', (_, signal) => {
    expect(findingsIn({ more: signal })).toEqual([]);
  });

  test.each([[null], ['sum('], [[{ gauge: 'sum(' }]]])('and not in signals that are %j', (signals) => {
    expect(findingsIn(signals)).toEqual([]);
  });

  test('and of what is no policy none is', () => {
    expect(queryFindings('sum(', promqlFault)).toEqual([]);
    expect(queryFindings({ applications: [{ signals: { a: { gauge: 'sum(' } } }] }, promqlFault)).toEqual([]);
    expect(queryFindings({ applications: { shop: 'sum(' } }, promqlFault)).toEqual([]);
  });
});

describe('the type of a query', () => {
  test('is asked for where it has to be a value', () => {
    expect(findingsIn({ more: { gauge: ' up[5m]' } })).toEqual([
      { path: 'more.gauge', code: 'query-type', index: 1 },
    ]);
  });

  test('is left to the schema where it has to be a selector', () => {
    expect(findingsIn({ more: { ratio: { bad: 'a[5m]', total: 'b[5m]' } } })).toEqual([]);
  });
});

describe('a counter', () => {
  const codesOf = (total: string, counter?: boolean) =>
    findingsIn({ more: { ratio: { bad: 'a', total }, counter } }).map(({ code }) => code);

  test.each([
    ...['http_rate', 'http_irate', 'http_ratio', 'http_percent', 'http_percentage', 'http_per_second'],
    ...['http_per_minute', 'http_rate5m', 'http_rate_15m', 'http_count_rate1d', 'http_errors_ratio2w{a="b"}'],
    ...['job:http:rate', 'job:http:irate5m', 'job:http:rate_15m', 'job:http:sum_rate', 'job:http:burnrate1h'],
    ...['job:http:increase30d', 'job:http:delta', 'job:http:deriv', 'job:http:ratio', 'job:http:percent'],
    ...['job:http:quantile', 'job:http:avg', 'job:rate5m:http', 'job:http_total:rate', ' job:http:rate1y '],
  ])('is none by the name %s', (name) => {
    expect(codesOf(name)).toEqual(['recorded-rate']);
    expect(codesOf(name, true)).toEqual([]);
  });

  test.each(['job:http_requests_total:sum', 'job:http:sum5m', 'rate:http:sum', 'job:sum:http'])(
    'is none by the name %s, which is a sum',
    (name) => {
      expect(codesOf(name)).toEqual(['recorded-sum']);
      expect(codesOf(name, true)).toEqual([]);
    },
  );

  test.each([
    ...['http_total', 'http_rate_total', 'http_ratio_count', 'http_rate5m_sum', 'http_rate_limited'],
    ...['http_rate5x', 'http_rate_m', 'rate', 'corporate', 'http_corporate', 'http_rate5m1'],
    ...[
      'rate:http:total',
      'job:http:corporate',
      'job:http:rate_limited',
      'job:http:rate5x',
      'job:http:total',
    ],
    ...['job:http:rate_m', 'job:http_sum', 'sum:http:total', 'job:http:sum_total', '{a="rate"}'],
  ])('may be one by the name %s', (name) => {
    expect(codesOf(name)).toEqual([]);
  });
});
