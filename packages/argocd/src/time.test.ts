import { expect, test } from 'vitest';
import { readTime } from './time.ts';

test.each([
  ['2026-11-20T14:00:00Z', '2026-11-20T14:00:00.000Z'],
  ['2026-11-20T16:00:00+02:00', '2026-11-20T14:00:00.000Z'],
  ['2026-11-20', null],
  ['yesterday', null],
  [null, null],
])('the time %j is %j', (written, instant) => {
  expect(readTime(written)).toBe(instant);
});
