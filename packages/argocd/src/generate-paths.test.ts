import { describe, expect, test } from 'vitest';
import { fixedPart, isGeneratedFrom } from './generate-paths.ts';
import { application, charts, gitops } from './testing/answers.ts';

function read(written: unknown, spec: object = {}): readonly string[] {
  const annotations = { 'argocd.argoproj.io/manifest-generate-paths': written };
  return application({ metadata: { annotations }, spec }).spec.generatePaths;
}

describe('what an Application says that it is rendered from', () => {
  test.each<[unknown, readonly string[]]>([
    ['.', ['apps/checkout']],
    ['.;../../base', ['apps/checkout', 'base']],
    ['/shared', ['shared']],
    ['/shared/;/shared', ['shared']],
    [' /a ; ; values.yaml ', ['a', 'apps/checkout/values.yaml']],
    ['/env/prod-*.yaml', ['env/prod-*.yaml']],
    ['/', []],
    ['../..', []],
    ['../../../outside', []],
    ['', []],
    [7, []],
    [null, []],
  ])('%j is %j', (written, paths) => {
    expect(read(written)).toEqual(paths);
  });

  test('is from the folder of each source in our repository', () => {
    const other = { ...gitops, path: 'apps/more' };
    expect(read('.;/a', { source: undefined, sources: [gitops, charts, other] })).toEqual([
      'apps/checkout',
      'apps/more',
      'a',
    ]);
  });

  test('is from the root where a source has no folder', () => {
    expect(read('shared', { source: { ...gitops, path: '' } })).toEqual(['shared']);
  });

  test('is nothing where there are no annotations', () => {
    expect(application({ metadata: { annotations: null } }).spec.generatePaths).toEqual([]);
  });
});

describe('a file is one of them', () => {
  test.each<[string, string, boolean]>([
    ['shared', 'shared', true],
    ['shared', 'shared/a/b.yaml', true],
    ['shared', 'shared-not/a.yaml', false],
    ['env/prod-*.yaml', 'env/prod-eu.yaml', true],
    ['env/prod-*.yaml', 'env/prod-eu/a.yaml', false],
    ['env/*', 'env/.hidden', true],
    ['*', 'values.yaml', true],
    ['*', 'env/values.yaml', false],
    ['env/**', 'env/a/b.yaml', false],
    ['env/?[ab]', 'env/xb', true],
    ['env/?[ab]', 'env/xc', false],
    ['env/{a,b}', 'env/a', false],
    ['env/*/values.yaml', 'env/eu/values.yaml', true],
  ])('%s has %s: %s', (path, file, expected) => {
    expect(isGeneratedFrom(path, file)).toBe(expected);
  });
});

test.each([
  ['shared/base', 'shared/base'],
  ['env/prod-*.yaml', 'env'],
  ['env/*/values.yaml', 'env'],
  ['*/a', ''],
])('all of %s lies in %j', (path, folder) => {
  expect(fixedPart(path)).toBe(folder);
});
