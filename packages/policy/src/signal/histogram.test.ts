import { describe, expect, test } from 'vitest';
import { says } from '../mistakes/says.ts';
import { HistogramSelector, requestsWithin } from './histogram.ts';
import { Signal } from './signal.ts';

describe('a histogram', () => {
  test.each([
    ['seconds', 500, 'seconds_count', 'seconds_bucket{le="0.5"}'],
    ['seconds{app="shop"}', 1000, 'seconds_count{app="shop"}', 'seconds_bucket{app="shop",le=~"1([.]0)?"}'],
    ['seconds{app="shop",}', 25, 'seconds_count{app="shop"}', 'seconds_bucket{app="shop",le="0.025"}'],
    [
      'seconds{ a="b",c="d" , }',
      25,
      'seconds_count{a="b",c="d" }',
      'seconds_bucket{a="b",c="d" ,le="0.025"}',
    ],
    ['seconds{}', 25, 'seconds_count', 'seconds_bucket{le="0.025"}'],
    ['a:b_c{d="x\ny"}', 25, 'a:b_c_count{d="x\ny"}', 'a:b_c_bucket{d="x\ny",le="0.025"}'],
    ['took_ms', 250, 'took_ms_count', 'took_ms_bucket{le=~"250([.]0)?"}'],
    ['took_ms_each', 250, 'took_ms_each_count', 'took_ms_each_bucket{le="0.25"}'],
    ['took_milliseconds', 250, 'took_milliseconds_count', 'took_milliseconds_bucket{le=~"250([.]0)?"}'],
  ])('%s within %i ms is counted by %s and %s', (histogram, ms, total, selector) => {
    expect(requestsWithin(histogram, ms)).toEqual({ total, part: { events: 'good', selector } });
  });

  test.each([
    ...['seconds_bucket', 'seconds_count{app="shop"}', 'seconds_sum{}', 'rate(seconds[1m])', ''],
    ...[
      'seconds{le="0.5"}',
      'seconds{app="shop", le != "0.5"}',
      'seconds{app="shop",le=~"1.*"}',
      '1s',
      'a{b}c',
    ],
  ])('%j is none', (selector) => {
    expect(HistogramSelector.safeParse(selector).success).toBe(false);
  });

  test.each([
    ...['seconds{role="web",title="x"}', 'seconds_bucket_seconds', 'seconds_sum_x{a="_bucket"}', ' seconds '],
    ...['seconds{level="1"}', 'le'],
  ])('%j is one', (selector) => {
    expect(HistogramSelector.parse(selector)).toBe(selector.trim());
  });
});

describe('a ratio of slow requests', () => {
  const parse = (ratio: object) => Signal.safeParse({ ratio });

  test('has the smallest effect of every ratio', () => {
    expect(parse({ histogram: 'seconds', slower_than: '500ms' }).data).toEqual({
      ...{ kind: 'ratio', provider: 'prometheus' },
      ...requestsWithin('seconds', 500),
      atLeast: { events: 3, points: 0.2, times: 2 },
    });
  });

  test('takes some time', () => {
    expect(parse({ histogram: 'seconds', slower_than: '0s' }).error?.issues[0]?.message).toBe(
      says('no-time', { such: '500ms' }),
    );
  });

  test.each([
    [{ histogram: 'seconds' }, ['ratio', 'slower_than']],
    [{ histogram: 'seconds', slower_than: 'fast' }, ['ratio', 'slower_than']],
    [{ histogram: 'seconds_bucket', slower_than: '1s' }, ['ratio', 'histogram']],
    [{ total: 'requests' }, ['ratio', 'bad']],
  ])('%j names the key that is wrong', (ratio, path) => {
    expect(parse(ratio).error?.issues[0]?.path).toEqual(path);
  });
});
