import { expect, test } from 'vitest';
import { playAll } from './histories/play-all.ts';
import { tally } from './histories/tally.ts';
import { lineOf } from './histories/tell.ts';

/** Every shape six times or more. */
const count = 200;
const seed = 1;

test('of two hundred histories the guilty commit is reverted, and nothing else', async () => {
  const indices = Array.from({ length: count }, (_, index) => index);
  const played = await playAll(seed, indices);
  expect(played.filter(({ judgement }) => judgement.is !== 'right').map(lineOf)).toEqual([]);
  const { ours_alone, ours_alone_reverted, wrong } = tally(played, seed);
  expect(ours_alone).toBeGreaterThanOrEqual((2 * count) / 5);
  expect({ ours_alone_reverted, wrong }).toEqual({ ours_alone_reverted: ours_alone, wrong: 0 });
});
