import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { SuspectId } from './attribution.ts';
import { Decimal } from './decimal.ts';
import { Repository } from './deployment.ts';
import { IncidentId, RevertKey } from './ids.ts';
import { Instant } from './instant.ts';
import { Digest, Sha, short } from './sha.ts';

const hex = (length: number) => '0123456789abcdef'.repeat(5).slice(0, length);

const spellings: readonly [string, z.ZodType, readonly string[], readonly string[], string | RegExp][] = [
  [
    'object id',
    Sha,
    [hex(40), hex(64)],
    [hex(39), hex(41), hex(63), hex(65), 'A'.repeat(40), 'g'.repeat(64)],
    'expected a full git object id',
  ],
  ['digest', Digest, [hex(64)], [hex(63), hex(65), hex(40), 'g'.repeat(64)], 'expected a sha256'],
  ['incident', IncidentId, [`inc_${hex(16)}`], [`inc_${hex(15)}`], 'expected inc_ and 16 hex digits'],
  ['revert', RevertKey, [hex(40)], [hex(39), hex(1), hex(64), 'g'.repeat(40)], 'expected 40 hex digits'],
  ['suspect', SuspectId, ['s1', 's12'], ['s', '1'], /./],
  ['measured value', Decimal, ['0', '-1.25', '12'], ['1.', '.5', '1e3'], /./],
  [
    'moment',
    Instant,
    ['2026-11-20T14:02:41.000Z'],
    ['2026-11-20T14:02:41Z', '2026-11-20T14:02:41.000+00:00', '2026-11-20 14:02:41.000Z'],
    'expected UTC ISO 8601 with milliseconds',
  ],
  [
    'repository',
    Repository,
    ['acme/gitops', 'a/b.c_d-e', `${'a'.repeat(39)}/${'b'.repeat(100)}`],
    ['acme', '-a/b', 'a_b/c', 'a/b/c', 'a/', '/b', `${'a'.repeat(40)}/b`, `a/${'b'.repeat(101)}`, 'a/b c'],
    'expected owner/name',
  ],
];

describe.each(spellings)('the %s', (_, schema, right, wrong, sentence) => {
  test.each(right)('%s is one', (text) => {
    expect(schema.safeParse(text).success).toBe(true);
  });

  test.each([
    ...wrong,
    ...right.flatMap((text) => [` ${text}`, `${text} `, `${text}\n`, `/${text}`, `${text}/`]),
    '',
  ])('%j is none', (text) => {
    expect(schema.safeParse(text).error?.issues[0]?.message).toMatch(sentence);
  });
});

test('people read seven digits of an object id', () => {
  expect(short(Sha.parse(hex(40)))).toBe('0123456');
});
