import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { valueAt } from '../document/value-at.ts';
import { strictObject } from '../strict-object.ts';
import { findingsOf } from './from-issues.ts';

/** `path: sentence; cure` */
function told(schema: z.ZodType, written: unknown): string[] {
  const issues = schema.safeParse(written).error?.issues ?? [];
  return findingsOf(issues, written).map(({ path, words }) => {
    const { sentence, cure } = words(valueAt(written, path));
    return `${path.join('.')}: ${sentence}; ${cure}`;
  });
}

describe('what zod says in its own words is told in ours', () => {
  test.each<[string, z.ZodType, unknown, string]>([
    [
      'an object',
      z.object({}),
      1,
      ': expected keys with values, got 1; write { key: value }, or indented lines',
    ],
    [
      'a record',
      z.record(z.string(), z.string()),
      1,
      ': expected keys with values, got 1; write { key: value }, or indented lines',
    ],
    ['a list', z.array(z.string()), 'a', ': expected a list: [a]; put it in [ ]'],
    ['a text', z.string(), 1, ': expected text, got 1; write "1"'],
    ['a yes or no', z.boolean(), 'no', ': expected true or false, got no; write false'],
    ['a number', z.number(), '5', ': expected a number; write 5'],
    ['a whole number', z.int(), 1.5, ': expected a whole number; write 2'],
    ['one of some', z.enum(['a1', 'b1']), 'a', ': expected a1 or b1; write a1'],
    [
      'a list that is not empty',
      z.array(z.string()).min(1),
      [],
      ': expected a list that is not empty; name at least one',
    ],
    [
      'a text that is not empty',
      z.string().min(1),
      '',
      ': expected text that is not empty; fill it in, or leave the key out',
    ],
    ['no less', z.number().min(2), 1, ': expected 2 or more; write 2 at least'],
    ['more', z.number().gt(2), 2, ': expected more than 2; write 2 at least'],
    ['no more', z.number().max(2), 3, ': expected 2 or less; write 2 at most'],
    ['less', z.number().lt(2), 2, ': expected less than 2; write 2 at most'],
    [
      'a form of its own',
      z.string().refine(() => false, 'a word of the day'),
      'a',
      ': expected a word of the day; write what is expected',
    ],
    [
      'a form of its own, of what is in an object',
      z.object({ a: z.string().refine(() => false, 'a word of the day') }),
      { a: 'b' },
      'a: expected a word of the day; write what is expected',
    ],
    ['a value', z.object({ a: z.string() }), { a: null }, 'a: has no value; write one, or take the key out'],
    ['a key', z.object({ a: z.object({ b: z.string() }) }), { a: {} }, 'a.b: is missing; add the key "b"'],
  ])('%s', (_, schema, written, mistake) => {
    expect(told(schema, written)).toEqual([mistake]);
  });
});

describe('a name that is none', () => {
  const schema = z.record(
    z
      .string()
      .regex(/^[a-z]+$/, 'a name of letters')
      .max(3),
    z.object({ b: z.string() }),
  );

  test('is one mistake, at the name', () => {
    const [found, ...others] = findingsOf(schema.safeParse({ 'a b c': { b: 'x' } }).error?.issues ?? [], {});
    expect(others).toEqual([]);
    expect(found).toMatchObject({ path: ['a b c'], spot: { at: 'key', key: ['a b c'] }, code: 'format' });
  });

  test('hides nothing that is missing behind another one', () => {
    expect(told(schema, { A: { b: 'x' }, c: {} })).toEqual([
      'A: expected a name of letters; write what is expected',
      'c.b: is missing; add the key "b"',
    ]);
  });
});

describe('a key that is unknown', () => {
  const schema = strictObject({ total: z.string(), bad: z.string() });

  test('is told at the key, and what it stands for is not missing', () => {
    expect(told(z.object({ ratio: schema }), { ratio: { totl: 'a', bad: 'b' } })).toEqual([
      'ratio: unknown key "totl"; did you mean "total"?',
    ]);
  });

  test('is told each', () => {
    expect(told(schema, { total: 'a', bad: 'b', x: 1, y: 2 })).toEqual([
      ': unknown key "x"; known here: total, bad',
      ': unknown key "y"; known here: total, bad',
    ]);
  });

  test('says nothing of what is missing elsewhere', () => {
    const both = z.object({ one: schema, other: schema });
    expect(told(both, { one: { totl: 'a', bad: 'b' }, other: { bad: 'b' } })).toEqual([
      'one: unknown key "totl"; did you mean "total"?',
      'other.total: is missing; add the key "total"',
    ]);
  });

  test('of an object that says no keys is known by nothing', () => {
    expect(told(z.strictObject({ a: z.string().optional() }), { b: 1 })).toEqual([
      ': unknown key "b"; known here: ',
    ]);
  });
});
