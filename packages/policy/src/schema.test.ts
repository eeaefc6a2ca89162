import { describe, expect, test } from 'vitest';
import { PolicySchema } from './schema.ts';
import { instead, more } from './testing/mistakes/base.ts';
import { told } from './testing/mistakes/told.ts';

const shop = { paths: ['apps/shop'], signals: { ready: 'argocd' } };

function read(more: object, application: object = {}) {
  return PolicySchema.parse({ version: 1, applications: { shop: { ...shop, ...application } }, ...more });
}

describe('what is not written has a default', () => {
  test('for an application', () => {
    expect(read({}).applications.shop).toEqual({
      ...{ environment: 'production', paths: ['apps/shop'], source: null, dependsOn: [] },
      signals: { ready: { kind: 'health', provider: 'argocd', failures: 3, readyWithinMs: 600_000 } },
    });
  });

  test('for the whole', () => {
    const { applications: _, ...whole } = read({});
    expect(whole).toEqual({
      ...{ version: 1, mode: 'observe', requiredSignals: 1 },
      watch: { forMs: 900_000, everyMs: 10_000, atLeastMs: 240_000, baselineMs: 3_600_000 },
      rollback: {
        ...{ falseAlarmsPerMillion: 150, confidenceBp: 9_000, never: [], migrations: 'irreversible' },
        limits: { perHour: 3, perDay: 5, cooldownMs: 600_000 },
      },
      verify: { withinMs: 600_000, stableForMs: 120_000 },
    });
  });
});

describe('an application', () => {
  test('is read as it is written', () => {
    const written = {
      ...{ environment: 'staging', argocd: 'shop-eu', source: 'acme/shop', depends_on: ['payments'] },
      paths: [' apps//shop// ', 'README.md', '.'],
    };
    expect(read({}, written).applications.shop).toMatchObject({
      ...{ environment: 'staging', argocd: 'shop-eu', source: 'acme/shop', dependsOn: ['payments'] },
      paths: ['apps/shop', 'README.md', '.'],
    });
  });

  test.each([
    'acme/shop/tree',
    'acme',
    '/shop',
    '-a/shop',
    `${'a'.repeat(40)}/shop`,
    'acme/shop ',
    'ac me/shop',
  ])('has a source, which is not %j', (source) => {
    const text = instead('    paths:', `    source: ${JSON.stringify(source)}\n    paths:`);
    expect(told(text)).toEqual([expect.stringContaining('expected a repository such as acme/checkout')]);
  });
});

describe('lengths of time that just fit', () => {
  test.each([
    'watch: { for: 20s, every: 20s }',
    'watch: { for: 5m, at_least: 5m }',
    'verify: { within: 2m }',
  ])('%s', (written) => {
    expect(told(more(written))).toEqual([]);
  });

  test.each([
    ['watch: { for: 0s }', 'watch.for  expected more than no time; write a duration such as 15m'],
    ['verify: { within: 0m }', 'verify.within  expected more than no time; write a duration such as 10m'],
  ])('and none that are no time: %s', (written, mistake) => {
    expect(told(more(written)).map((line) => line.replace(/^\S+ {2}/, ''))).toContain(mistake);
  });
});

test('migrations may be undone, where the team says so', () => {
  expect(read({ rollback: { migrations: 'reversible' } }).rollback.migrations).toBe('reversible');
});

describe('what may never be touched', () => {
  test.each([
    'apps/kind:x/**',
    'kind:Secret',
    ' kind:Secret ',
    'Kind/x',
    '*.tf',
    '!docs/**',
    'a[!b]/(c)',
    '\\#x',
  ])('may be %j', (rule) => {
    expect(read({ rollback: { never: [rule] } }).rollback.never).toEqual([rule.trim()]);
  });

  test.each([
    ['kind:secret', 'kinds begin with a capital; write kind:Secret'],
    ['KIND:Secret', 'kinds begin with a capital; write kind:Secret'],
    ['kind:Secret/x', 'kinds begin with a capital; write kind:PersistentVolumeClaim'],
    [
      'label:x',
      'expected a path pattern such as apps/identity/** or kind:PersistentVolumeClaim; write one of these two',
    ],
    [
      ' ',
      'expected a path pattern such as apps/identity/** or kind:PersistentVolumeClaim; write one of these two',
    ],
  ])('is not %j', (rule, mistake) => {
    expect(told(more(`rollback: { never: [${JSON.stringify(rule)}] }`))).toEqual([
      `14:21  rollback.never.0  ${mistake}`,
    ]);
  });
});

test('signals are names, and a name that is none is told as that', () => {
  expect(told(instead('      ready:', '      "pods ready":'))).toEqual([
    '13:7  applications.checkout.signals.pods ready  expected a name of letters, digits, - and _, at most 40; write pods-ready',
  ]);
  expect(told(instead('applications:', 'applications: 5\nx-rest:'))).toEqual([
    '5:15  applications  expected keys with values, got 5; write { key: value }, or indented lines',
  ]);
});
