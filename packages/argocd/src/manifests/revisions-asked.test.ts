import { describe, expect, test } from 'vitest';
import { application, charts, entry, gitops, sha } from '../testing/answers.ts';
import { revisionsAsked } from './revisions-asked.ts';

const [a, c] = [sha('a'), sha('c')];
const chart = { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.*' };
const helm = {
  parameters: [
    { name: 'x', value: '1' },
    { name: 'y', value: '2' },
  ],
};

function asked(spec: object, then: object) {
  const read = application({ spec, status: { history: [entry(0, 0, then)] } });
  const [sync] = read.history;
  if (sync === undefined) throw new Error('one entry was written');
  return revisionsAsked(read, sync);
}

describe('a sync is rendered again', () => {
  test('of one source by its revision', () => {
    expect(asked({}, { revision: a })).toEqual([['revision', a]]);
  });

  test('of a list by all revisions, at the places that their sources have today', () => {
    const sources = [chart, gitops, { ...gitops, path: '', ref: 'values' }];
    const then = { sources: [...sources].reverse(), revisions: [a, a, '1.2.3'] };
    expect(asked({ source: undefined, sources }, then)).toEqual([
      ['revisions', '1.2.3'],
      ['sourcePositions', '1'],
      ['revisions', a],
      ['sourcePositions', '2'],
      ['revisions', a],
      ['sourcePositions', '3'],
    ]);
  });

  test('of a list of one as of a list', () => {
    expect(asked({ source: undefined, sources: [gitops] }, { revision: a })).toEqual([
      ['revisions', a],
      ['sourcePositions', '1'],
    ]);
  });

  test('with a source whose address is none', () => {
    const sources = [gitops, { repoURL: '/srv/charts', path: 'web', targetRevision: 'main' }];
    expect(asked({ source: undefined, sources }, { sources, revisions: [a, c] })).toHaveLength(4);
  });

  test.each<[string, object]>([
    ['an order that means nothing', { helm: { parameters: helm.parameters.toReversed() } }],
    ['another spelling of the repository', { helm, repoURL: 'git@github.com:acme/gitops.git' }],
    ['what Argo CD fills in', { helm: { ...helm, skipCrds: false }, directory: {} }],
  ])('as well with %s', (_, then) => {
    expect(asked({ source: { ...gitops, helm } }, { revision: a, source: { ...gitops, ...then } })).toEqual([
      ['revision', a],
    ]);
  });

  test.each<[string, object]>([
    [
      'another parameter',
      {
        source: {
          ...gitops,
          helm: {
            parameters: [
              { name: 'x', value: '2' },
              { name: 'y', value: '2' },
            ],
          },
        },
      },
    ],
    ['a parameter less', { source: { ...gitops, helm: { parameters: [{ name: 'x', value: '1' }] } } }],
    ['a parameter more', { source: { ...gitops, helm: { ...helm, releaseName: 'web' } } }],
    ['another path', { source: { ...gitops, helm, path: 'apps/other' } }],
    ['another branch', { source: { ...gitops, helm, targetRevision: 'release' } }],
    ['another repository', { source: { ...charts, helm, path: gitops.path } }],
    ['a source more', { sources: [{ ...gitops, helm }, charts], revisions: [a, c] }],
    ['local manifests', { source: { ...gitops, helm }, revision: undefined }],
    ['a source that cannot be read', { source: {} }],
  ])('not as it was with %s', (_, then) => {
    expect(asked({ source: { ...gitops, helm } }, { revision: a, ...then })).toBeNull();
  });

  test('not where it is rendered into another branch', () => {
    const drySource = { repoURL: gitops.repoURL, path: 'apps/checkout', targetRevision: 'main' };
    const sourceHydrator = { drySource, syncSource: { targetBranch: 'main', path: 'checkout' } };
    expect(asked({ sourceHydrator }, { revision: a })).toBeNull();
  });
});
