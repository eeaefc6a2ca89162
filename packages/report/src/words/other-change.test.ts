import type { OtherChange } from '@backout/incident';
import { expect, test } from 'vitest';
import { otherChangeWords, putBack } from './other-change.ts';

const charts: OtherChange = {
  kind: 'other-source',
  source: 'github.com/acme/charts',
  field: 'revision',
  from: 'a'.repeat(40),
  to: 'b'.repeat(40),
};
const added: OtherChange = {
  ...charts,
  kind: 'parameters',
  field: 'helm.parameters.tag',
  from: null,
  to: 'v2',
};
const local: OtherChange = { kind: 'local-sync', source: '', field: '', from: null, to: null };

test('what changed is told with both values, a revision by its first digits', () => {
  expect(otherChangeWords(charts)).toBe('`revision` of `github.com/acme/charts`: `aaaaaaa` to `bbbbbbb`');
  expect(otherChangeWords(added)).toBe('`helm.parameters.tag` of `github.com/acme/charts`: none to `v2`');
  expect(otherChangeWords(local)).toBe("manifests of somebody's disk (`argocd app sync --local`)");
});

test('what to put back is told as a step', () => {
  expect(putBack(charts)).toBe('set `revision` of `github.com/acme/charts` back to `aaaaaaa`');
  expect(putBack(added)).toBe('take `helm.parameters.tag` out of `github.com/acme/charts` again');
  expect(putBack(local)).toBe('sync the application from git again');
});

test('what a name says cannot leave its code span', () => {
  expect(otherChangeWords({ ...charts, source: '`x` @everyone\n# Merge' })).not.toContain('\n');
});
