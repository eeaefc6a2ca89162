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

test.each([
  ['*.tf', 'infrastructure/eu/main.tf'],
  ['secrets', 'apps/checkout/secrets/a.yaml'],
  ['/apps/*/base', 'apps/checkout/base/a.yaml'],
  ['apps/(old)/**', 'apps/(old)/a.yaml'],
  ['apps/[ab]?/**', 'apps/b1/a.yaml'],
  ['apps/\\[x\\]', 'apps/[x]/a.yaml'],
  ['apps/**', 'apps/a\nb.yaml'],
  ['apps/**/x.yaml', 'apps/a\n\nb/x.yaml'],
  ['apps/\u00fcber/**', 'apps/u\u0308ber/a.yaml'],
  ['apps/u\u0308ber/**', 'apps/\u00fcber/a.yaml'],
  ['apps/**', 'apps'],
  ['vendor/chart/', 'vendor/chart'],
])('%j covers %j, as in an ignore file of git', (rule, path) => {
  expect(hit([rule], [path])).toBe(rule);
});

test.each([
  ['/secrets', 'apps/secrets/a.yaml'],
  ['apps/*', 'other/apps/a.yaml'],
  ['apps/*.yaml', 'apps/x/a.yaml'],
  ['*.tf', 'main.tf.md'],
])('%j does not cover %j', (rule, path) => {
  expect(hit([rule], [path])).toBeNull();
});

test('a later pattern takes back what it excepts, and no more', () => {
  const rules = ['apps/*', '!apps/checkout'];
  expect(hit(rules, ['apps/checkout/a.yaml'])).toBeNull();
  expect(hit(rules, ['apps/checkout/a.yaml', 'apps/payments/a.yaml'])).toBe('apps/*');
});

test('nothing is taken back from below a folder that is covered', () => {
  expect(hit(['apps', '!apps/checkout/**'], ['apps/checkout/a.yaml'])).toBe('apps');
});

test.each(['.backout.yml', '.github/workflows/a.yml', 'apps/OWNERS', 'CODEOWNERS', '.github'])(
  'no policy takes %s from it',
  (path) => {
    expect(hit(['!**', `!${path}`, '!.github/**'], [path])).not.toBeNull();
  },
);

test.each([`apps/${'a'.repeat(500)}`, 'a/'.repeat(50)])(
  'a path that is too long is not let through',
  (path) => {
    expect(hit(['docs/**'], [path])).toBe('too long to be compared');
    expect(hit(['kind:Job'], [path])).toBeNull();
  },
);

test('the slowest patterns that a policy may have are soon compared with the longest paths', () => {
  const rules = ['**/*a*a*b/**/*a*a*b/**/x', '*a*a*b', 'a*a*a*b/**/c'];
  const paths = [`${'a/'.repeat(49)}a`, 'a'.repeat(500), `${'aaaaaaaaa/'.repeat(49)}a`];
  const before = performance.now();
  expect(hit(rules, paths)).toBeNull();
  expect(performance.now() - before).toBeLessThan(5_000);
});
