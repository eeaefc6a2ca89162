import { describe, expect, test } from 'vitest';
import { drawHistory } from './draw.ts';
import { shapes } from './shapes.ts';

const draws = (seed: number, count: number) =>
  Array.from({ length: count }, (_, index) => drawHistory(seed, index));

describe.each([1, 2, 3])('two hundred histories of seed %d', (seed) => {
  const drawn = draws(seed, 200);

  test.each(shapes)('%s is at least one in thirty-three', (shape) => {
    expect(drawn.filter((draw) => draw.shapes.includes(shape)).length).toBeGreaterThanOrEqual(6);
  });

  test('at least two in five are of a commit of ours alone', () => {
    expect(drawn.filter(({ label }) => label.must === 'revert').length).toBeGreaterThanOrEqual(80);
  });

  test('what is asked about is a commit of the history', () => {
    for (const { branch, question } of drawn) {
      const names = branch.commits.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
      expect([null, ...names]).toContain(question.revision);
      expect(names).toContain(branch.tip);
    }
  });

  test('a parent comes before its children, and operations one after the other', () => {
    for (const { branch, operations } of drawn) {
      const names = branch.commits.map(({ name }) => name);
      branch.commits.forEach(({ parents }, index) => {
        for (const parent of parents) expect(names.slice(0, index)).toContain(parent);
      });
      const seconds = operations.map(({ second }) => second);
      expect(seconds).toEqual(seconds.toSorted((one, other) => one - other));
    }
  });

  test('where something has to be reverted it is known what is left', () => {
    for (const { branch, label } of drawn)
      if (label.must === 'revert') expect(branch.reverted).not.toBeNull();
  });
});

test('the same seed and index give the same history, another seed others', () => {
  expect(drawHistory(7, 23)).toEqual(drawHistory(7, 23));
  expect(draws(7, 60)).not.toEqual(draws(8, 60));
});
