import { expect, test } from 'vitest';
import {
  type Cell,
  coldStartCells,
  faultCells,
  nullCells,
  quantile,
  rollingCells,
  runCell,
} from './verdict.ts';

const seeds = 20;

/** The benchmark on some of its seeds: it notices a detector that has become worse, not by how much. */
function named(cells: readonly Cell[], rps: number): Cell[] {
  return cells.filter((cell) => cell.rps === rps);
}

test.each(named(nullCells, 20))('$name at $rps rps, looks of $lookSeconds s: no alarm', (cell) => {
  expect(runCell(cell, seeds)).toMatchObject({ regressions: 0, others: 0 });
});

test.each(named(coldStartCells, 50))('$name at $rps rps, looks of $lookSeconds s: no alarm', (cell) => {
  expect(runCell(cell, seeds).regressions).toBeLessThanOrEqual(1);
});

test.each(named(rollingCells, 50))('$name at $rps rps, looks of $lookSeconds s: no alarm', (cell) => {
  expect(runCell(cell, seeds).regressions).toBe(0);
});

test.each([
  { name: '10 % in pods one by one', rps: 50, median: 50 },
  { name: '10 % within five minutes', rps: 20, median: 20 },
  { name: '10 % within five minutes', rps: 50, median: 20 },
  { name: '10 % from the first ten seconds on', rps: 50, median: 28 },
])('$name at $rps rps: all found, median under $median s', ({ name, rps, median }) => {
  for (const cell of faultCells.filter((each) => each.name === name && each.rps === rps)) {
    const { regressions, seconds } = runCell(cell, seeds);
    expect(regressions).toBe(seeds);
    expect(quantile(seconds, 0.5)).toBeLessThan(median);
  }
});

test.each([
  { name: '2 % more from the first ten seconds on', rps: 0.5, median: 900 },
  { name: '0.5 % more from the first ten seconds on', rps: 5, median: 600 },
])('$name at $rps rps: nine of ten found, median under $median s', ({ name, rps, median }) => {
  const [cell] = faultCells.filter(
    (each) => each.name === name && each.rps === rps && each.lookSeconds === 10,
  );
  if (cell === undefined) throw new Error(`no cell of ${name}`);
  const { regressions, seconds } = runCell(cell, 3 * seeds);
  expect(regressions).toBeGreaterThanOrEqual(0.85 * 3 * seeds);
  expect(quantile(seconds, 0.5)).toBeLessThan(median);
});
