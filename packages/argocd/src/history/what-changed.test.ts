import type { OtherChange } from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charts, entry, gitops, ours, sha } from '../testing/answers.ts';
import { isOurs } from './source.ts';
import { readHistory, type Sync } from './sync.ts';
import { whatChanged } from './what-changed.ts';

const [a, b, c, d] = [sha('a'), sha('b'), sha('c'), sha('d')];
const chart = { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.2.*' };
const values = { ...gitops, path: '', ref: 'values' };

function sync(synced: object): Sync {
  const [read] = readHistory([entry(0, 0, synced)], isOurs(ours));
  if (read === undefined) throw new Error('an entry is a sync');
  return read;
}

function between(before: object, after: object) {
  return whatChanged(sync(before), sync(after));
}

const other = (
  kind: OtherChange['kind'],
  source: string,
  field: string,
  from: string | null,
  to: string | null,
) => ({
  ...{ kind, source, field, from, to },
});
const ourPlace = 'github.com/acme/gitops: apps/checkout';
const chartsPlace = 'github.com/acme/charts: charts/checkout';

describe('between two syncs', () => {
  test('of one source its commits went live', () => {
    expect(between({ revision: a }, { revision: b })).toEqual({ commits: { from: a, to: b }, others: [] });
  });

  test('of the same revision nothing changed', () => {
    expect(between({ revision: a }, { revision: a })).toEqual({ commits: null, others: [] });
  });

  test('both sources moved', () => {
    const sources = [charts, { ...gitops, path: '', ref: 'values' }];
    expect(between({ sources, revisions: [c, a] }, { sources, revisions: [d, b] })).toEqual({
      commits: { from: a, to: b },
      others: [other('other-source', chartsPlace, 'revision', c, d)],
    });
  });

  test('the same commit came with another parameter', () => {
    const tagged = (value: string) => ({ ...gitops, helm: { parameters: [{ name: 'image.tag', value }] } });
    expect(between({ revision: b, source: tagged('v1') }, { revision: b, source: tagged('v2') })).toEqual({
      commits: null,
      others: [other('parameters', ourPlace, 'helm.parameters.image.tag', 'v1', 'v2')],
    });
  });

  test('a chart became newer, within what is tracked or beyond', () => {
    const [old, now] = [
      { sources: [chart, values], revisions: ['1.2.0', a] },
      { sources: [chart, values], revisions: ['1.2.1', b] },
    ];
    expect(between(old, now)).toEqual({
      commits: { from: a, to: b },
      others: [other('other-source', 'web', 'revision', '1.2.0', '1.2.1')],
    });
    const raised = { ...chart, targetRevision: '2.0.0' };
    expect(between(old, { sources: [raised, values], revisions: ['2.0.0', a] })).toEqual({
      commits: null,
      others: [
        other('other-source', 'web', 'revision', '1.2.0', '2.0.0'),
        other('application-spec', 'web', 'targetRevision', '1.2.*', '2.0.0'),
      ],
    });
  });

  test.each<[string, object]>([
    ['in another order', { sources: [charts, values, gitops], revisions: [c, b, b] }],
    [
      'spelled otherwise',
      {
        sources: [{ ...gitops, repoURL: 'git@github.com:acme/gitops.git' }, values, charts],
        revisions: [b, b, c],
      },
    ],
    [
      'with what is filled in',
      {
        sources: [{ ...gitops, directory: { recurse: false, jsonnet: {} } }, values, charts],
        revisions: [b, b, c],
      },
    ],
    [
      'with a name for people',
      { sources: [{ ...gitops, name: 'web' }, values, charts], revisions: [b, b, c] },
    ],
    [
      'with the full name of the branch',
      { sources: [{ ...gitops, targetRevision: 'refs/heads/main' }, values, charts], revisions: [b, b, c] },
    ],
  ])('the same sources %s are the same', (_, after) => {
    expect(between({ sources: [gitops, values, charts], revisions: [a, a, c] }, after)).toEqual({
      commits: { from: a, to: b },
      others: [],
    });
  });

  test('a source whose address is none is the same as itself', () => {
    const local = { repoURL: '/srv/charts', path: 'web', targetRevision: 'main' };
    const sources = [local, gitops];
    expect(
      between({ sources, revisions: [c, a] }, { sources: [gitops, local], revisions: [a, c] }).others,
    ).toEqual([]);
  });

  test('HEAD is what is followed where nothing is said', () => {
    const following = (targetRevision?: string) => ({ revision: a, source: { ...gitops, targetRevision } });
    expect(between(following('HEAD'), following()).others).toEqual([]);
    expect(between(following(''), following('HEAD')).others).toEqual([]);
    expect(between(following('HEAD'), following('main')).others).toEqual([
      other('application-spec', ourPlace, 'targetRevision', null, 'main'),
    ]);
  });

  test('a branch may be called like the full name of another', () => {
    const following = (targetRevision: string) => ({ revision: a, source: { ...gitops, targetRevision } });
    expect(between(following('x/refs/heads/main'), following('x/main')).others).toEqual([
      other('application-spec', ourPlace, 'targetRevision', 'x/refs/heads/main', 'x/main'),
    ]);
  });

  test('a source was added, or taken away', () => {
    const [one, two] = [
      { sources: [gitops], revisions: [a] },
      { sources: [gitops, charts], revisions: [b, c] },
    ];
    expect(between(one, two)).toEqual({
      commits: { from: a, to: b },
      others: [other('application-spec', chartsPlace, 'source', null, chartsPlace)],
    });
    expect(between(two, one).others).toEqual([
      other('application-spec', chartsPlace, 'source', chartsPlace, null),
    ]);
  });

  test('a source moved within its repository', () => {
    expect(between({ revision: a }, { revision: b, source: { ...gitops, path: 'apps/new' } })).toEqual({
      commits: { from: a, to: b },
      others: [
        other('application-spec', 'github.com/acme/gitops: apps/new', 'path', 'apps/checkout', 'apps/new'),
      ],
    });
    const swapped = { ...chart, chart: 'shop' };
    expect(
      between({ source: chart, revision: '1.2.0' }, { source: swapped, revision: '1.2.0' }).others,
    ).toEqual([other('application-spec', 'shop', 'chart', 'web', 'shop')]);
    const named = { ...values, ref: 'v' };
    expect(between({ source: values, revision: a }, { source: named, revision: a }).others).toEqual([
      other('application-spec', 'github.com/acme/gitops', 'ref', 'values', 'v'),
    ]);
  });

  test('what stayed where it was is no candidate for what moved', () => {
    const extra = { ...gitops, path: 'apps/extra' };
    const before = { sources: [gitops, extra], revisions: [a, a] };
    const after = { sources: [extra], revisions: [a] };
    expect(between(before, after).others).toEqual([
      other('application-spec', ourPlace, 'source', ourPlace, null),
    ]);
  });

  test('the application went to another repository', () => {
    expect(between({ revision: a }, { revision: c, source: charts })).toEqual({
      commits: null,
      others: [
        other('application-spec', chartsPlace, 'source', null, chartsPlace),
        other('application-spec', ourPlace, 'source', ourPlace, null),
      ],
    });
  });

  test('it began to follow our branch', () => {
    const released = { ...gitops, targetRevision: 'release' };
    expect(between({ revision: a, source: released }, { revision: b })).toEqual({
      commits: null,
      others: [
        other('other-source', ourPlace, 'revision', a, b),
        other('application-spec', ourPlace, 'targetRevision', 'release', 'main'),
      ],
    });
  });

  test('our sources came apart', () => {
    const sources = [gitops, values];
    expect(between({ sources, revisions: [a, a] }, { sources, revisions: [a, b] })).toEqual({
      commits: null,
      others: [other('other-source', 'github.com/acme/gitops', 'revision', a, b)],
    });
  });

  test.each([
    ['after', { revision: a }, {}],
    ['before', {}, { revision: a }],
    ['on both sides', {}, {}],
  ])('local manifests %s are nobody’s commit', (_, before, after) => {
    expect(between(before, after)).toEqual({
      commits: null,
      others: [other('local-sync', '', 'manifests', null, null)],
    });
  });

  test('what cannot be read is not supposed to be the same', () => {
    const unknown = { commits: null, others: [other('application-spec', '', 'unknown', null, null)] };
    expect(between({ revision: a }, { revision: a, source: {} })).toEqual(unknown);
    expect(between({ revision: a, source: {} }, { revision: a })).toEqual(unknown);
    const untold = { sources: [gitops, charts], revisions: [a] };
    expect(between(untold, untold)).toEqual(unknown);
  });
});

describe('a parameter that changed', () => {
  const set = (parameters: Record<string, string>) => ({
    revision: a,
    source: {
      ...gitops,
      helm: { parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })) },
    },
  });
  const told = (before: Record<string, string>, after: Record<string, string>) =>
    between(set(before), set(after)).others.map(({ field, from, to }) => [field, from, to]);

  test('is told by its name, with what it was and is', () => {
    expect(told({ a: '1', b: '1' }, { b: '1', a: '2' })).toEqual([['helm.parameters.a', '1', '2']]);
    expect(told({}, { a: '' })).toEqual([['helm.parameters.a', null, '']]);
    expect(told({ a: '1' }, {})).toEqual([['helm.parameters.a', '1', null]]);
  });

  test('is told without its values where they are long or secret', () => {
    expect(told({ a: 'x'.repeat(201) }, { a: 'y'.repeat(200) })).toEqual([
      ['helm.parameters.a', null, 'y'.repeat(200)],
    ]);
    expect(told({ a: 'one\ntwo' }, { a: 'one' })).toEqual([['helm.parameters.a', null, 'one']]);
    for (const name of ['db.password', 'apiSecret', 'TOKEN', 'credentials', 'accessKey', 'tlsCert'])
      expect(told({ [name]: 'x' }, { [name]: 'y' })).toEqual([[`helm.parameters.${name}`, null, null]]);
  });

  test('has a name that is cut to what the record holds', () => {
    const name = 'n'.repeat(300);
    expect(told({}, { [name]: '1' })).toEqual([[`helm.parameters.${'n'.repeat(184)}`, null, '1']]);
  });

  test('is one of ten at most: what moved outside first, then images, then by name', () => {
    const many = Object.fromEntries(['z', 'image.tag', ...'abcdefghij'].map((name) => [name, '1']));
    const moved = between(
      { ...set({}), sources: [set({}).source, charts], revisions: [a, c] },
      { sources: [set(many).source, { ...charts, targetRevision: 'next' }], revisions: [a, d] },
    );
    expect(moved.others.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
      'other-source revision',
      'application-spec targetRevision',
      'parameters helm.parameters.image.tag',
      ...[...'abcdefg'].map((name) => `parameters helm.parameters.${name}`),
    ]);
  });
});

describe('for all syncs', () => {
  const source = fc.record({
    repoURL: fc.constantFrom(gitops.repoURL, charts.repoURL),
    path: fc.constantFrom('a', 'b'),
    targetRevision: fc.constantFrom('main', 'v1'),
    helm: fc.record({
      parameters: fc.uniqueArray(
        fc.record({ name: fc.constantFrom('x', 'y'), value: fc.constantFrom('1', '2') }),
        { selector: ({ name }) => name },
      ),
    }),
    revision: fc.constantFrom(a, b),
  });
  const sources = fc.uniqueArray(source, {
    minLength: 1,
    maxLength: 4,
    selector: ({ repoURL, path }) => repoURL + path,
  });
  const synced = (written: readonly { revision: string }[]) =>
    sync({
      sources: written.map(({ revision: _, ...rest }) => rest),
      revisions: written.map(({ revision }) => revision),
    });

  test('an order of sources and parameters is no change', () => {
    const property = fc.property(sources, (written) => {
      const reversed = written
        .toReversed()
        .map((one) => ({ ...one, helm: { parameters: one.helm.parameters.toReversed() } }));
      expect(whatChanged(synced(written), synced(reversed))).toEqual({ commits: null, others: [] });
    });
    fc.assert(property, { seed: 614, numRuns: 100 });
  });

  test('what changes in one direction changes in the other', () => {
    const property = fc.property(sources, sources, (one, other) => {
      const there = whatChanged(synced(one), synced(other));
      const back = whatChanged(synced(other), synced(one));
      expect(there.commits).toEqual(back.commits && { from: back.commits.to, to: back.commits.from });
      expect(there.others.length).toBe(back.others.length);
    });
    fc.assert(property, { seed: 614, numRuns: 100 });
  });
});
