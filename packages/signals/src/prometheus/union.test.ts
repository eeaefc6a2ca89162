import { describe, expect, test } from 'vitest';
import { readable } from './shares.ts';
import { unionsOf } from './union.ts';

const errors = ['r_total{app="a"}', 'r_total{app="a",code=~"5.."}'] as const;
const slow = ['s_count{app="a"}', 's_bucket{app="a",le="0.5"}'] as const;
const seen: Readonly<Record<string, readonly string[]>> = {
  r_total: ['__name__', 'app', 'code'],
  s_count: ['__name__', 'app'],
  s_bucket: ['__name__', 'app', 'le'],
  b_total: ['__name__', 'le'],
};

type Pair = readonly [total: string, part: string];

function unions(pairs: readonly Pair[], known = seen): [string, string[]][] {
  const signals = pairs.map((pair, index) => {
    const one = readable(String(index), pair);
    if (one === null) throw new Error(`${pair} is not readable`);
    return one;
  });
  const labelsOf = (metric: string) => (known[metric] === undefined ? undefined : new Set(known[metric]));
  return unionsOf(signals, labelsOf).map(({ selector, signals: inIt }) => [
    selector,
    inIt.map(({ signal }) => signal),
  ]);
}

describe('one question', () => {
  test.each<{ of: string; pairs: Pair[]; selector: string }>([
    { of: 'a part of the same metric is the whole', pairs: [errors], selector: 'r_total{app="a"}' },
    {
      of: 'a metric without matchers is its name',
      pairs: [['r_total', 'r_total{code="500"}']],
      selector: 'r_total',
    },
    {
      of: 'a histogram has the bucket and nothing else',
      pairs: [slow],
      selector: '{__name__=~"s_count|s_bucket",app="a",le=~"|0\\\\.5"}',
    },
    {
      of: 'different metrics names them all',
      pairs: [errors, slow],
      selector: '{__name__=~"r_total|s_count|s_bucket",app="a",le=~"|0\\\\.5"}',
    },
    {
      of: 'several buckets is one of them',
      pairs: [slow, ['s_count{app="a"}', 's_bucket{app="a",le=~"1([.]0)?"}']],
      selector: '{__name__=~"s_count|s_bucket",app="a",le=~"|0\\\\.5|(?:1([.]0)?)"}',
    },
    {
      of: 'several applications is one of them',
      pairs: [errors, ['r_total{app=~"b.*"}', 'r_total{app=~"b.*",code="500"}']],
      selector: 'r_total{app=~"a|(?:b.*)"}',
    },
    {
      of: 'selectors that leave something out leaves it out where all do',
      pairs: [
        [`r_total{app="a",path!="/health"}`, `r_total{path!="/health",app="a",code="500"}`],
        [`r_total{app="a",path!="/health",code!="404"}`, `r_total{app="a",path!="/health",code="503"}`],
      ],
      selector: 'r_total{app="a",path!="/health"}',
    },
    {
      of: 'a part with a label that the whole may have is not narrowed by it',
      pairs: [['r_total{app="a"}', 'e_total{app="a",kind="fatal"}']],
      selector: '{__name__=~"r_total|e_total",app="a"}',
    },
  ])('of $of', ({ pairs, selector }) => {
    expect(unions(pairs)).toEqual([[selector, pairs.map((_, index) => String(index))]]);
  });

  test('is not made of what would fetch the series of everybody else', () => {
    expect(unions([errors, ['q_total{job="a"}', 'q_total{job="a",code="500"}']])).toEqual([
      ['r_total{app="a"}', ['0']],
      ['q_total{job="a"}', ['1']],
    ]);
  });

  test('is made of a narrower selector where a wider one is asked for anyway', () => {
    const onePath: Pair = ['r_total{app="a",path="/pay"}', 'r_total{app="a",path="/pay",code="500"}'];
    expect(unions([errors, onePath])).toEqual([['r_total{app="a"}', ['0', '1']]]);
    const another: Pair = ['q_total{app="a",path="/pay"}', 'q_total{app="a",path="/pay",code="500"}'];
    expect(unions([errors, another])).toHaveLength(2);
  });

  test('of buckets is never asked with a metric that may have buckets, or was never seen', () => {
    const buckets: Pair = ['b_total{app="a"}', 'b_total{app="a",code="500"}'];
    const unseen: Pair = ['n_total{app="a"}', 'n_total{app="a",code="500"}'];
    const apart = (pair: Pair) => unions([slow, pair]).map(([, signals]) => signals);
    expect(apart(buckets)).toEqual([['0'], ['1']]);
    expect(apart(unseen)).toEqual([['0'], ['1']]);
    expect(apart(errors)).toEqual([['0', '1']]);
  });

  test('never holds all buckets of a histogram for one of them', () => {
    expect(unions([slow], { ...seen, s_count: ['le'] })).toEqual([]);
    expect(unions([slow], {})).toEqual([]);
  });
});

test.each([
  ['r_total{code=~"(?i)a"}', 'is a pattern that only the server knows'],
  ['{app="a"}', 'has no name'],
  ['r_total{__name__="x"}', 'has two'],
  ['sum(r_total)', 'is none'],
])('%s is asked on its own: it %s', (selector) => {
  expect(readable('errors', ['r_total', selector])).toBeNull();
  expect(readable('errors', [selector, 'r_total'])).toBeNull();
});
