import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Action } from './action.ts';
import { IncidentRef, LedgerRef, RevertRef } from './ledger-ref.ts';

const key = 'a'.repeat(40);
const revert = `refs/backout/reverts/${key}`;
const incident = 'refs/backout/incidents/inc_0123456789abcdef';

test('a ref of the ledger is one of a revert or of an incident', () => {
  expect(LedgerRef.parse(revert)).toBe(revert);
  expect(LedgerRef.parse(incident)).toBe(incident);
  expect(RevertRef.safeParse(incident).success).toBe(false);
  expect(IncidentRef.safeParse(revert).success).toBe(false);
});

test.each([
  'refs/heads/main',
  'main',
  'HEAD',
  'refs/backout/stop',
  `${revert}/../../heads/main`,
  `${revert}\nrefs/heads/main`,
  `refs/heads/main:${revert}`,
  `${revert.toUpperCase()}`,
  `x${revert}`,
  'refs/backout/reverts/',
  '',
])('%j is none', (ref) => {
  expect(LedgerRef.safeParse(ref).success).toBe(false);
});

const { action } = JSON.parse(
  await readFile(new URL('../../../test/fixtures/incidents/acted.json', import.meta.url), 'utf8'),
);

test.each([
  ['reverted', {}],
  ['already-done', {}],
  ['joined', { incident: 'inc_0123456789abcdef' }],
])('a revert that is %s names the ref of its own key', (kind, more) => {
  const written = (ref: string) => Action.safeParse({ ...action, ...more, kind, ref }).success;
  expect(written(action.ref)).toBe(true);
  for (const other of [revert, incident, 'refs/heads/main']) expect(written(other)).toBe(false);
});

/** A ref of ours with something put into it, or in the place of some of it: of what a ref, a path or a refspec is made of. */
const edited = fc
  .record({
    of: fc.constantFrom(action.ref as string, revert, incident),
    at: fc.nat({ max: 70 }),
    length: fc.nat({ max: 5 }),
    put: fc.oneof(
      fc.constantFrom(
        '/',
        '..',
        ':',
        '+',
        '*',
        '\n',
        '\0',
        ' ',
        'heads/main',
        'refs/',
        'a',
        'A',
        'é',
        '@{1}',
        '^{}',
      ),
      fc.string({ maxLength: 3 }),
    ),
  })
  .map(({ of, at, length, put }) => `${of.slice(0, at)}${put}${of.slice(at + length)}`);

/** What is in the namespace, said otherwise than by a pattern. */
function isOurs(ref: string): boolean {
  const [refs, backout, kind, id = '', ...rest] = ref.split('/');
  const isHex = (text: string, length: number) =>
    text.length === length && [...text].every((digit) => '0123456789abcdef'.includes(digit));
  const fits = kind === 'reverts' ? isHex(id, 40) : id.startsWith('inc_') && isHex(id.slice(4), 16);
  return (
    refs === 'refs' &&
    backout === 'backout' &&
    rest.length === 0 &&
    fits &&
    /^(?:reverts|incidents)$/.test(`${kind}`)
  );
}

test('nothing but exactly a ref of the namespace is one, and of a revert nothing but the one of its key', () => {
  const refs = fc.oneof({ weight: 4, arbitrary: edited }, fc.string());
  fc.assert(
    fc.property(refs, (ref) => {
      expect(LedgerRef.safeParse(ref).success).toBe(isOurs(ref));
      expect(Action.safeParse({ ...action, ref }).success).toBe(ref === action.ref);
    }),
    { numRuns: 1_000 },
  );
});
