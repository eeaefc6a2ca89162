import { describe, expect, test } from 'vitest';
import type { LabelledSeries, Sample } from './answers.ts';
import { resetsOf } from './resets.ts';

const everySeconds = 15;
const at = (index: number) => index * everySeconds * 1000;
const scrapes = (values: readonly number[], from = 0): Sample[] =>
  values.map((value, index) => [at(from + index), value] as const);

const series = (values: readonly number[], target = 'pod', from = 0): LabelledSeries => ({
  ...{ target, labels: {}, samples: scrapes(values, from) },
});

/** So many events a scrape, from a value on. */
const counting = (start: number, perScrape: number, count: number) =>
  Array.from({ length: count }, (_, index) => start + index * perScrape);

const asked = (total: LabelledSeries[], part: LabelledSeries[] = [], starts: LabelledSeries[] = []) =>
  resetsOf({ total, part }, { starts, before: null });

/** Of one process, the scrape after the fall. */
const fallen = (before: readonly number[], after: readonly number[], starts: LabelledSeries[] = []) => {
  const { restarted, unexplained } = asked([series([...before, ...after])], [], starts);
  return { restarted: restarted('pod', at(before.length)), unexplained: unexplained.length };
};

const hour = counting(7_700_000, 75, 240);
const end = 7_700_000 + 239 * 75;

describe('a value that falls', () => {
  test.each<[string, number[]]>([
    ['to zero', [0, 75, 150]],
    ['to what it counts in a scrape', [75, 150, 225]],
    ['to what it counts in a burst', [3 * 75, 300, 375]],
    ['to a few events more', [3 * 75 + 30, 330, 405]],
  ])('%s is a restart', (_, after) => {
    expect(fallen(hour, after)).toEqual({ restarted: true, unexplained: 0 });
  });

  test.each<[string, number[]]>([
    ['by one', [end - 1, end + 74]],
    ['by what it counts in two scrapes', [end - 2 * 75, end - 75, end]],
    ['by a few events more', [end - 2 * 75 - 5, end - 75, end]],
  ])('%s is behind', (_, after) => {
    expect(fallen(hour, after)).toEqual({ restarted: false, unexplained: 0 });
  });

  test.each<[string, number[]]>([
    ['by a tenth', [0.9 * end, 0.9 * end + 75]],
    ['to more than a burst', [3 * 75 + 31, 331, 406]],
    ['by more than a pair of scrapers can be behind', [end - 2 * 75 - 6, end - 75, end]],
  ])('%s is no counter', (_, after) => {
    expect(fallen(hour, after)).toEqual({ restarted: false, unexplained: 1 });
  });

  test('by a tenth is a restart where the process says so, and only then', () => {
    const started = (scrape: number, target = 'pod') => [series([at(scrape) / 1000], target, scrape)];
    const after = [0.9 * end, 0.9 * end + 75];
    expect(fallen(hour, after, started(hour.length))).toEqual({ restarted: true, unexplained: 0 });
    expect(fallen(hour, after, started(3)).unexplained).toBe(1);
    expect(fallen(hour, after, started(hour.length, 'other')).unexplained).toBe(1);
  });

  test('after a long gap may have counted as much longer', () => {
    const away = scrapes([20 * 75, 21 * 75], hour.length + 19);
    const total = [{ ...series(hour), samples: [...scrapes(hour), ...away] }];
    expect(asked(total).unexplained).toEqual([]);
  });

  test('of which nobody knows how fast it counts is a restart', () => {
    expect(fallen([5_000], [4_000])).toEqual({ restarted: true, unexplained: 0 });
  });

  test('is known by how fast it counted before the deployment', () => {
    const total = [series([5_000, 4_000])];
    const before = { most: 75 / at(1), usual: 75 / at(1) };
    expect(resetsOf({ total, part: [] }, { starts: [], before }).unexplained).toHaveLength(1);
  });
});

describe('of a process with several series', () => {
  test('one that ends or begins is no fall', () => {
    const gone = series(counting(900_000, 75, 100));
    const came = series(counting(5, 1, 100), 'pod', 140);
    expect(asked([series(hour), gone, came]).unexplained).toEqual([]);
  });

  test('errors that fall far while the whole process begins anew are counted from zero', () => {
    const good = series([...counting(7_700_000, 75, 100), 10, 20]);
    const bad = series([...counting(90_000, 1, 100), 65, 130]);
    const { restarted, unexplained } = asked([good, bad], [bad]);
    expect(unexplained).toEqual([]);
    expect(restarted('pod', at(100))).toBe(true);
  });

  test('errors that fall by one while the process counts on are behind', () => {
    const bad = series([...counting(10, 1, 100), 108, 110]);
    const { restarted, unexplained } = asked([series(counting(7_700_000, 75, 102)), bad], [bad]);
    expect(unexplained).toEqual([]);
    expect(restarted('pod', at(100))).toBe(false);
  });

  test('the part alone may be no counter', () => {
    const bad = series([...counting(90_000, 1, 100), 40_000, 40_001]);
    const { unexplained } = asked([series(counting(7_700_000, 75, 102))], [bad]);
    expect(unexplained).toMatchObject([{ of: 'part', step: { before: 90_099, after: 40_000 } }]);
  });
});

describe('what goes down again and again', () => {
  const byTurns = (step: number, down: number) =>
    Array.from({ length: 240 }, (_, index) => 1_000 + step * index - (index % 4 === 3 ? down : 0));

  test('by less than a scrape counts is a pair of scrapers', () => {
    expect(asked([series(byTurns(20, 38))]).unexplained).toEqual([]);
  });

  test('is a rate, however little it is each time', () => {
    const rate = Array.from({ length: 240 }, (_, index) => 50 + Math.sin(1.9 * index) / 4);
    expect(asked([series(rate)]).unexplained.length).toBeGreaterThan(5);
  });

  test('and comes near zero is a process that keeps dying', () => {
    const dying = Array.from({ length: 240 }, (_, index) => 20 * (1 + (index % 5)));
    expect(asked([series(dying), series(counting(0, 20, 240), 'other')]).unexplained).toEqual([]);
  });
});

test('where nothing falls nothing restarts', () => {
  const { restarted, unexplained } = asked([series(hour)]);
  expect([restarted('pod', at(1)), unexplained]).toEqual([false, []]);
});
