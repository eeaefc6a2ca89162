import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chosen, formsOf } from './chosen.ts';

const Text = z
  .string()
  .min(2)
  .transform((text) => text.length);
const Keys = z.strictObject({ a: z.number(), b: z.number() }).transform(({ a, b }) => a + b);
const Either = chosen<number>(
  [Text, Keys],
  (written) => (typeof written === 'string' ? Text : typeof written === 'object' ? Keys : null),
  'neither a text nor keys',
);

describe('one of several forms', () => {
  test.each([
    ['abc', 3],
    [{ a: 1, b: 2 }, 3],
  ])('is read as the one that is chosen: %j', (written, value) => {
    expect(Either.parse(written)).toBe(value);
  });

  test('is wrong where the chosen one says so', () => {
    const { error } = z.object({ x: Either }).safeParse({ x: { a: 'one', b: 'two' } });
    expect(error?.issues.map(({ path, code }) => `${path.join('.')}: ${code}`)).toEqual([
      'x.a: invalid_type',
      'x.b: invalid_type',
    ]);
  });

  test('is wrong as a whole where none can be chosen', () => {
    expect(z.object({ x: Either }).safeParse({ x: 5 }).error?.issues).toMatchObject([
      { path: ['x'], message: 'neither a text nor keys' },
    ]);
  });

  test('is known by all of them', () => {
    expect(formsOf(Either.in)).toEqual([Text, Keys]);
    expect(formsOf(Text)).toBeNull();
  });
});
