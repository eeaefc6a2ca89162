import { describe, expect, test } from 'vitest';
import { charts, gitops, main, ours, sha } from '../testing/answers.ts';
import { follows, isOurs, ourRevision, readSources } from './source.ts';

const [a, b] = [sha('a'), sha('b')];
const read = (given: object) => readSources(given, isOurs(ours));
const revisionOf = (given: object) => ourRevision(read(given) ?? []);

describe('a source', () => {
  test('is read with everything that it is rendered with, apart from its name', () => {
    const source = {
      ...gitops,
      name: 'for people',
      ref: 'values',
      helm: { releaseName: 'web' },
      kustomize: {},
    };
    expect(read({ source, revision: a })).toEqual([
      {
        ...gitops,
        ...{ chart: null, ref: 'values', revision: a, ours: true },
        parameters: { helm: { releaseName: 'web' }, kustomize: {} },
      },
    ]);
  });

  test('tells nothing by an empty word', () => {
    const source = {
      repoURL: 'https://charts.example.com',
      path: '',
      chart: 'web',
      ref: '',
      targetRevision: '',
    };
    expect(read({ source, revision: '' })).toEqual([
      {
        ...{
          repoURL: 'https://charts.example.com',
          path: null,
          chart: 'web',
          ref: null,
          targetRevision: null,
        },
        ...{ parameters: {}, revision: null, ours: false },
      },
    ]);
  });

  test.each([
    ['none', {}],
    ['one without an address', { source: { repoURL: '' } }],
    ['one that is no object', { source: 'https://github.com/acme/gitops' }],
    ['one whose path is none', { source: { ...gitops, path: 7 } }],
    ['one of several that cannot be read', { sources: [gitops, { path: 'x' }] }],
    ['a list that is none', { sources: 'x', source: gitops }],
    ['an answer that is none', 'x'],
  ])('is not made up: %s', (_, given) => {
    expect(readSources(given, isOurs(ours))).toBeNull();
  });
});

describe('whether a source is ours', () => {
  const isIt = (source: object, meant = ours) =>
    isOurs(meant)({ ...{ repoURL: gitops.repoURL, chart: null, targetRevision: 'main' }, ...source });

  test.each([
    ['the branch of our repository', {}, true],
    ['the branch by its full name', { targetRevision: 'refs/heads/main' }, true],
    ['the default branch, unnamed', { targetRevision: null }, true],
    ['the default branch as HEAD', { targetRevision: 'HEAD' }, true],
    ['another branch', { targetRevision: 'release' }, false],
    ['a tag of its name', { targetRevision: 'refs/tags/main' }, false],
    ['another repository', { repoURL: charts.repoURL }, false],
    ['another server', { repoURL: 'https://github.example.com/acme/gitops' }, false],
    ['a chart', { chart: 'checkout' }, false],
  ])('%s: %j is %s', (_, source, expected) => {
    expect(isIt(source)).toBe(expected);
  });

  test('HEAD is not a branch that is not the default one', () => {
    const release = { name: 'release', isDefault: false };
    expect(['HEAD', null, 'main', 'release'].map((tracked) => follows(tracked, release))).toEqual([
      ...[false, false, false, true],
    ]);
    expect(follows('release', main)).toBe(false);
  });

  test('is told by the repository alone where the branch is not known', () => {
    const anyBranch = { ...ours, branch: null };
    expect(isIt({ targetRevision: 'v1.2.3' }, anyBranch)).toBe(true);
    expect(isIt({ repoURL: charts.repoURL }, anyBranch)).toBe(false);
  });

  test('is told by the server that is said', () => {
    const there = { ...ours, server: 'https://git.example.com' };
    expect(isIt({}, there)).toBe(false);
    expect(isIt({ repoURL: 'git@git.example.com:acme/gitops.git' }, there)).toBe(true);
  });
});

describe('our revision', () => {
  const tagged = { ...gitops, targetRevision: 'v1' };
  const values = { ...gitops, path: '', ref: 'values' };

  test.each<[string, object, string | null]>([
    ['one source', { source: gitops, revision: a }, a],
    ['one source in a list', { sources: [gitops], revisions: [a] }, a],
    ['one source in a list, its revision in the singular', { sources: [gitops], revision: a }, a],
    [
      'the singular that several leave empty',
      { source: { repoURL: '' }, sources: [gitops], revisions: [a] },
      a,
    ],
    ['the second of two', { sources: [charts, gitops], revisions: [a, b] }, b],
    ['the one on the branch', { sources: [tagged, gitops], revisions: [a, b] }, b],
    ['two at one commit', { sources: [gitops, values], revisions: [a, a] }, a],
    ['two at two commits', { sources: [gitops, values], revisions: [a, b] }, null],
    ['two of which one is not told', { sources: [gitops, values], revisions: [a] }, null],
    ['several in the singular', { sources: [gitops, charts], revision: a }, null],
    ['none of ours', { sources: [charts, tagged], revisions: [a, b] }, null],
    ["a branch's name", { source: gitops, revision: 'main' }, null],
    ['none', { source: gitops }, null],
  ])('of %s', (_, given, expected) => {
    expect(revisionOf(given)).toBe(expected);
  });
});
