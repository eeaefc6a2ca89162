import { expect, test } from 'vitest';
import { isProse } from './prose.ts';
import type { Policy } from './schema.ts';

const policy = {
  applications: {
    checkout: { paths: ['apps/checkout'] },
    handbook: { paths: ['docs/handbook', 'README.md'] },
  },
} as unknown as Policy;

test.each([
  'README',
  'readme.md',
  'README.de.md',
  'apps/payments/README.md',
  'CHANGELOG-2026.txt',
  'LICENSE',
  'licence_mit',
  'docs/runbook.md',
  'docs/img/a.png',
])('nothing renders %s', (path) => {
  expect(isProse(policy, path)).toBe(true);
});

test.each([
  'NOTES.md',
  'READMES',
  'README.md.d/values',
  'READMEx.md',
  'apps/payments/robots.txt',
  'mydocs/a.md',
  ...['yaml', 'yml', 'json', 'jsonnet', 'libsonnet', 'cue', 'tpl', 'gotmpl', 'toml', 'env', 'properties'].map(
    (ending) => `docs/a.${ending}`,
  ),
  'README.YAML',
])('%s may be rendered', (path) => {
  expect(isProse(policy, path)).toBe(false);
});

test('an ending counts at the end alone', () => {
  expect(isProse(policy, 'docs/a.yaml.md')).toBe(true);
});

test.each(['apps/checkout/README.md', 'docs/handbook/a.md', 'README.md'])(
  '%s is of an application that lists it, and may be rendered',
  (path) => {
    expect(isProse(policy, path)).toBe(false);
  },
);
