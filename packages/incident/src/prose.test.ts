import { expect, test } from 'vitest';
import { isProse } from './prose.ts';

test.each([
  'README',
  'readme.md',
  'README.de.md',
  'README.txt',
  'apps/payments/README.md',
  'CHANGELOG.rst',
  'CHANGELOG-2026.txt',
  'LICENSE',
  'licence_mit',
  'NOTICE',
  'docs/runbook.md',
  'docs/img/a.png',
])('nothing renders %s', (path) => {
  expect(isProse(path)).toBe(true);
});

test.each([
  'NOTES.md',
  'READMES',
  'README.md.d/values',
  'READMEx.md',
  'README.sh',
  'license.key',
  'apps/payments/robots.txt',
  'mydocs/a.md',
  ...['yaml', 'yml', 'json', 'jsonnet', 'libsonnet', 'cue', 'tpl', 'gotmpl', 'toml', 'env', 'properties'].map(
    (ending) => `docs/a.${ending}`,
  ),
  'README.YAML',
])('%s may be rendered', (path) => {
  expect(isProse(path)).toBe(false);
});

test('an ending counts at the end alone', () => {
  expect(isProse('docs/a.yaml.md')).toBe(true);
});
