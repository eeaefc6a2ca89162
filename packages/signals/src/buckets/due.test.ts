import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDue, isMissing, take } from './due.ts';

const [bucketMs, settleMs, buckets] = [10_000, 5_000, 12];

/** For each bucket how long after its end it arrives, and the moments of the looks. */
const scripts = fc.tuple(
  fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: buckets, maxLength: buckets }),
  fc.uniqueArray(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 40 }),
);

/** Which buckets are read by which look. */
function watch(lateness: readonly number[], looks: readonly number[]) {
  let cursor = { bucketMs, readUntil: 0 };
  return looks.map((now) => {
    const present = lateness.flatMap((late, index) => {
      const end = (index + 1) * bucketMs;
      return now >= end + late ? [end] : [];
    });
    const { ends, readUntil } = take(present, cursor, { now, settleMs });
    cursor = { bucketMs, readUntil };
    return { now, ends: [...ends] };
  });
}

test('whatever arrives when, every bucket is read once at most, in order, and not before it is whole', () => {
  fc.assert(
    fc.property(scripts, ([lateness, moments]) => {
      const read = watch(
        lateness,
        moments.sort((a, b) => a - b),
      );
      const ends = read.flatMap((look) => look.ends);
      expect(ends).toEqual([...new Set(ends)].sort((a, b) => a - b));
      for (const look of read)
        for (const end of look.ends) expect(look.now).toBeGreaterThanOrEqual(end + settleMs);
    }),
  );
});

test('what arrives before its successor can be read is never lost, where somebody looks then', () => {
  fc.assert(
    fc.property(scripts, ([lateness]) => {
      const looks = Array.from({ length: 300 }, (_, index) => index * 1_000);
      const read = watch(lateness, looks).flatMap(({ ends }) => ends);
      const inTime = lateness.flatMap((late, index) =>
        late < settleMs + bucketMs ? [(index + 1) * bucketMs] : [],
      );
      expect(read).toEqual(expect.arrayContaining(inTime));
    }),
  );
});

test('a bucket is due when it is whole, and missing when two more are', () => {
  const cursor = { bucketMs, readUntil: 20_000 };
  const moments = [34_999, 35_000, 54_999, 55_000];
  expect(moments.map((now) => isDue(cursor, now, settleMs))).toEqual([false, true, true, true]);
  expect(moments.map((now) => isMissing(cursor, now, settleMs))).toEqual([false, false, false, true]);
});
