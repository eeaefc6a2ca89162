import { instant } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { waitToTryAgain } from './retry.ts';

async function waits(tries: number, leftMs = 600_000, random = 0.5): Promise<number[]> {
  const paused: number[] = [];
  const again = await waitToTryAgain(tries, {
    now: () => instant(0),
    deadline: instant(leftMs),
    random: () => random,
    pause: async (ms) => {
      paused.push(ms);
    },
  });
  expect(paused).toHaveLength(again ? 1 : 0);
  return paused;
}

describe('before another try', () => {
  test('the pause grows with the tries, up to four seconds', async () => {
    const pauses = await Promise.all([0, 1, 2, 3, 4, 5, 400].map((tries) => waits(tries, 600_000, 1)));
    expect(pauses.flat()).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  });

  test('the pause is at random, and may be none', async () => {
    expect([...(await waits(2, 600_000, 0)), ...(await waits(2))]).toEqual([0, 500]);
  });

  test.each([0, 124, 125])('nobody waits where the time ends before it: %i ms left', async (left) => {
    expect(await waits(0, left)).toEqual([]);
  });
});
