import { expect, test } from 'vitest';
import { passes } from './pattern.ts';

/** Rows of GitHub's own table of filter patterns, and what its callers of ours use. */
test.each<[string, string[], boolean]>([
  ['main', ['main'], true],
  ['main2', ['main'], false],
  ['feature/a', ['feature/*'], true],
  ['feature/a/b', ['feature/*'], false],
  ['feature/a/b', ['feature/**'], true],
  ['releases/mona-the-octocat', ['releases/**-octocat'], true],
  ['apps/checkout/production/deployment.yaml', ['apps/checkout/**'], true],
  ['apps/checkout', ['apps/checkout/**'], false],
  ['apps/payments/a.yaml', ['apps/checkout/**'], false],
  ['README.md', ['**/README.md'], true],
  ['docs/README.md', ['**/README.md'], true],
  ['v2', ['v[12]'], true],
  ['axyz', ['a.yz'], false],
  ['apps/checkout/README.md', ['apps/**', '!**/*.md'], false],
  ['apps/checkout/README.md', ['apps/**', '!**/*.md', 'apps/checkout/README.md'], true],
])('%s by %j: %s', (name, patterns, expected) => {
  expect(passes(name, patterns)).toBe(expected);
});
