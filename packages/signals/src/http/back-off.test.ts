import { expect, test } from 'vitest';
import { askedToWait, openBackOff } from './back-off.ts';

test('one failure is bad luck; after more of them the wait doubles up to two minutes', () => {
  const backOff = openBackOff(() => 1);
  const waits = Array.from({ length: 7 }, (_, index) => {
    backOff.troubled(index * 200_000, { waitMs: null });
    return backOff.leftMs(index * 200_000);
  });
  expect(waits).toEqual([0, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
  backOff.answered();
  backOff.troubled(2_000_000, { waitMs: null });
  expect(backOff.leftMs(2_000_000)).toBe(0);
});

test('requests of one look that fail together are one failure, and the longest wait of them counts', () => {
  const backOff = openBackOff(() => 0);
  for (const waitMs of [null, 30_000, 10_000, null]) backOff.troubled(1_000, { waitMs });
  expect(backOff.leftMs(1_000)).toBe(30_000);
  const other = openBackOff(() => 1);
  for (const waitMs of [null, null, null]) other.troubled(1_000, { waitMs });
  expect(other.leftMs(1_000)).toBe(0);
});

test('half of a wait is chance, so that watches do not come back together', () => {
  const wait = (random: number) => {
    const backOff = openBackOff(() => random);
    backOff.troubled(0, { waitMs: null });
    backOff.troubled(10_000, { waitMs: null });
    return backOff.leftMs(10_000);
  };
  expect([wait(0), wait(0.5), wait(1)]).toEqual([5_000, 7_500, 10_000]);
});

test('what is asked for is never cut short, and goes down with time', () => {
  const waits = [0, 1].map((random) => {
    const backOff = openBackOff(() => random);
    backOff.troubled(1_000, { waitMs: 60_000 });
    return [backOff.leftMs(1_000), backOff.leftMs(31_000), backOff.leftMs(70_000)];
  });
  expect(waits).toEqual([
    [60_000, 30_000, 0],
    [66_000, 36_000, 0],
  ]);
});

const now = Date.UTC(2026, 10, 20, 14, 2, 10);

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': 'Fri, 20 Nov 2026 14:02:40 GMT' }, 30_000],
  [{ 'retry-after': 'Fri, 20 Nov 2026 14:02:00 GMT' }, null],
  [{ 'retry-after': 'soon' }, null],
  [{ 'retry-after': '-5' }, null],
  [{ 'x-ratelimit-reset': '2.5' }, 2_500],
  [{ 'x-ratelimit-reset': '1795183330' }, null],
  [{ 'retry-after': '9', 'x-ratelimit-reset': '1' }, 9_000],
  [{}, null],
] as [Record<string, string>, number | null][])('%j asks for a wait of %j ms', (headers, waitMs) => {
  expect(askedToWait(new Headers(headers), now)).toEqual({ waitMs });
});
