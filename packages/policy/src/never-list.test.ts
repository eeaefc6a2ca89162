import { expect, test } from 'vitest';
import { hitOnNeverList } from './never-list.ts';
import type { Policy } from './schema.ts';

function hit(never: string[], paths: string[], kinds: string[] = []): string | null {
  return (
    hitOnNeverList({ rollback: { never } } as unknown as Policy, { paths, kinds }, '.backout.yml')?.rule ??
    null
  );
}

test.each(['apps/identity', 'apps/identity/', '/apps/identity/**', 'apps/identity/**', 'apps/id*'])(
  'the folder %s covers all that is in it',
  (rule) => {
    expect(hit([rule], ['apps/identity/base/a.yaml'])).toBe(rule);
    expect(hit([rule], ['apps/checkout/a.yaml'])).toBeNull();
  },
);

test.each(['//apps/identity', 'apps/identity//', '//apps/identity//'])(
  'more strokes than one around %s mean one',
  (rule) => {
    expect(hit([rule], ['apps/identity/a.yaml'])).toBe(rule);
  },
);

test.each(['apps', 'apps/**', 'apps/*/x.yaml'])(
  'what begins with a dot is covered by %s as everything else is',
  (rule) => {
    expect(hit([rule], ['apps/.hidden/x.yaml'])).toBe(rule);
  },
);

test('the first rule that a path hits is told, with that path', () => {
  const policy = { rollback: { never: ['b', 'a', 'kind:Job'] } } as unknown as Policy;
  expect(hitOnNeverList(policy, { paths: ['a', 'b'], kinds: ['Job'] }, '.backout.yml')).toEqual({
    rule: 'b',
    path: 'b',
  });
  expect(hitOnNeverList(policy, { paths: [], kinds: ['Service', 'Job'] }, '.backout.yml')).toEqual({
    rule: 'kind:Job',
    path: 'Job',
  });
  expect(hitOnNeverList(policy, { paths: ['kind:Job'], kinds: [] }, '.backout.yml')).toBeNull();
  expect(hitOnNeverList(policy, { paths: [], kinds: ['a', 'b'] }, '.backout.yml')).toBeNull();
});

test('a kind that cannot be told counts as any', () => {
  expect(hit(['kind:PersistentVolumeClaim'], [], ['unknown'])).toBe('kind:PersistentVolumeClaim');
  expect(hit([], [], ['unknown'])).toBeNull();
});

test('the policy, the workflows and who may approve are on it without being named', () => {
  expect(hit([], ['.backout.yml'])).toBe('.backout.yml');
  expect(hit([], ['.github/workflows/a.yml'])).toBe('.github/**');
  expect(hit([], ['CODEOWNERS'])).toBe('**/CODEOWNERS');
  expect(hit([], ['apps/checkout/OWNERS'])).toBe('**/OWNERS');
  expect(hit([], ['apps/checkout/OWNERS.md'])).toBeNull();
});
