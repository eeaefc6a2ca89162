import { describe, expect, test } from 'vitest';
import { application, tracked } from './testing/mistakes/base.ts';
import { told } from './testing/mistakes/told.ts';

const files = [
  ...tracked,
  'modules/shared',
  'apps/checkout/base/kustomization.yaml',
  'environments/eu/prod.yaml',
];

/** What is told of a path of another application, its place left out. */
function toldOf(path: string): string[] {
  const other = application(
    'other',
    `{ environment: other, signals: { ready: argocd }, paths: ["${path}"] }`,
  );
  return told(other, files).map((line) => line.replace(/^\S+ {2}applications\.other\.paths\.0 {2}/, ''));
}

describe('a path is in the repository', () => {
  test.each([
    ['as a file', 'README.md'],
    ['as a folder', 'apps'],
    ['as a folder in a folder', 'apps/checkout/base'],
    ['as a submodule', 'modules/shared'],
    ['below a submodule', 'modules/shared/deep/down'],
  ])('%s', (_, path) => {
    expect(toldOf(path)).toEqual([]);
  });
});

describe('a path that matches nothing', () => {
  test.each([
    ['is told with the nearest one', 'apps/chekout', 'did you mean apps/checkout?'],
    [
      'is told with the nearest one of as many folders',
      'apps/checkout/bas',
      'did you mean apps/checkout/base?',
    ],
    ['is told alone, if the nearest is deeper', 'modules-shared', 'name a folder or file that git knows'],
    ['is told alone, if there is none', 'deploy', 'name a folder or file that git knows'],
    ['is not the begin of a name', 'README.m', 'did you mean README.md?'],
    ['may begin as a file does', 'README.md.d', 'did you mean README.md?'],
    ['may lie beside a folder, and not below a file', 'apps/x/y/z', 'name a folder or file that git knows'],
  ])('%s', (_, path, cure) => {
    expect(toldOf(path)).toEqual([`${path} matches no file of the repository; ${cure}`]);
  });
});
