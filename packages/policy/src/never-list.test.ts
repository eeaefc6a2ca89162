import { expect, test } from 'vitest';
import { hitOnNeverList } from './never-list.ts';
import type { Policy } from './schema.ts';

function hit(never: string[], paths: string[], kinds: string[] = []): string | null {
  return hitOnNeverList({ rollback: { never } } as unknown as Policy, { paths, kinds })?.rule ?? null;
}

test.each(['apps/identity', 'apps/identity/', '/apps/identity/**', 'apps/identity/**', 'apps/id*'])(
  'the folder %s covers all that is in it',
  (rule) => {
    expect(hit([rule], ['apps/identity/base/a.yaml'])).toBe(rule);
    expect(hit([rule], ['apps/checkout/a.yaml'])).toBeNull();
  },
);

test('a kind that cannot be told counts as any', () => {
  expect(hit(['kind:PersistentVolumeClaim'], [], ['unknown'])).toBe('kind:PersistentVolumeClaim');
  expect(hit([], [], ['unknown'])).toBeNull();
});

test('the policy and the workflows are on it without being named', () => {
  expect(hit([], ['.backout.yml'])).toBe('.backout.yml');
  expect(hit([], ['.github/workflows/a.yml'])).toBe('.github/**');
});
