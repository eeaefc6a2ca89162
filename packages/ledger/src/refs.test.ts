import type { IncidentId, RevertKey, Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import { revertRefs } from './read.ts';
import { incidentRef, revertRef } from './refs.ts';
import { stopRef } from './switch.ts';

test('everything of ours stands in a namespace of its own, which no branch or tag can be in', () => {
  const key = 'a'.repeat(40);
  expect(revertRef(key as RevertKey)).toBe(`refs/backout/reverts/${key}`);
  expect(incidentRef('inc_0123456789abcdef' as IncidentId)).toBe(
    'refs/backout/incidents/inc_0123456789abcdef',
  );
  expect(stopRef).toBe('refs/backout/stop');
});

test('the ledgers of reverts are told from the other refs of a remote', () => {
  const head = '1'.repeat(40) as Sha;
  const names = [
    'refs/heads/main',
    stopRef,
    'refs/backout/incidents/inc_1',
    'refs/backout/reverts/k',
    'refs/heads/refs/backout/reverts/x',
  ];
  expect([...revertRefs(new Map(names.map((name) => [name, head])))]).toEqual([
    ['refs/backout/reverts/k', head],
  ]);
});
