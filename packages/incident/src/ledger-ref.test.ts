import { readFile } from 'node:fs/promises';
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
