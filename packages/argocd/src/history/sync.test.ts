import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charts, entry, gitops, ours, sha } from '../testing/answers.ts';
import { isOurs } from './source.ts';
import { readHistory } from './sync.ts';

const [a, b, c] = [sha('a'), sha('b'), sha('c')];
const read = (...entries: unknown[]) => readHistory(entries, isOurs(ours));

describe('an entry of the history', () => {
  test('is what was synced, when, and by whom', () => {
    expect(read(entry(3, 60, { revision: a }))).toEqual([
      {
        id: 3,
        startedAt: '2026-11-20T14:01:00.000Z',
        finishedAt: '2026-11-20T14:01:02.000Z',
        initiatedBy: { username: null, automated: true },
        from: 'sources',
        revision: a,
        sources: [{ ...gitops, chart: null, ref: null, parameters: {}, revision: a, ours: true }],
        partial: false,
      },
    ]);
  });

  test('is read with its own sources, whatever the others have', () => {
    const before = { sources: [gitops, charts], revisions: [a, c] };
    const after = { sources: [charts, gitops], revisions: [c, b] };
    expect(read(entry(0, 0, before), entry(1, 60, after)).map(({ revision }) => revision)).toEqual([a, b]);
  });

  test.each([
    [{ username: 'admin' }, { username: 'admin', automated: false }],
    [
      { automated: true, username: '' },
      { username: null, automated: true },
    ],
    [{}, { username: null, automated: false }],
    [undefined, { username: null, automated: false }],
    ['admin', { username: null, automated: false }],
  ])('begun by %j is by %j', (initiatedBy, expected) => {
    expect(read(entry(0, 0, { revision: a, initiatedBy }))[0]?.initiatedBy).toEqual(expected);
  });

  test('without a revision is of local manifests', () => {
    expect(read(entry(0, 0, {}))).toMatchObject([
      { from: 'local', revision: null, sources: [{ ...gitops, revision: null }] },
    ]);
  });

  test('with sources of which none is ours has no revision of ours', () => {
    expect(read(entry(0, 0, { source: charts, revision: a }))).toMatchObject([
      { from: 'sources', revision: null, sources: [{ revision: a, ours: false }] },
    ]);
  });

  test('that does not tell the revision of each source is not known', () => {
    const told = { sources: [gitops, charts], revisions: [a] };
    expect(read(entry(0, 0, told))).toMatchObject([{ from: 'unknown', revision: null }]);
  });

  test.each<[string, object, string | null, string | null]>([
    ['both', {}, '2026-11-20T14:00:00.000Z', '2026-11-20T14:00:02.000Z'],
    ['no start', { deployStartedAt: undefined }, '2026-11-20T14:00:02.000Z', '2026-11-20T14:00:02.000Z'],
    ['a null start', { deployStartedAt: null }, '2026-11-20T14:00:02.000Z', '2026-11-20T14:00:02.000Z'],
    ['a null end', { deployedAt: null }, '2026-11-20T14:00:00.000Z', null],
    ['an odd end', { deployedAt: 'yesterday' }, '2026-11-20T14:00:00.000Z', null],
    ['neither', { deployedAt: null, deployStartedAt: null }, null, null],
  ])('with %s of its times keeps what it has', (_, times, startedAt, finishedAt) => {
    expect(read(entry(0, 0, { revision: a, ...times }))).toMatchObject([
      { revision: a, startedAt, finishedAt },
    ]);
  });

  test.each<[string, unknown]>([
    ['no object', 'x'],
    ['null', null],
    ['empty', {}],
    ['without sources', { ...entry(1, 60, { revision: b }), source: undefined }],
    ['with revisions that are none', { ...entry(1, 60, {}), revisions: 7 }],
  ])('that is %s is unknown, and keeps its place', (_, odd) => {
    const history = read(entry(0, 0, { revision: a }), odd, entry(2, 120, { revision: c }));
    expect(history.map(({ revision, from }) => [revision, from])).toEqual([
      [a, 'sources'],
      [null, 'unknown'],
      [c, 'sources'],
    ]);
    expect(history[1]?.sources).toEqual([]);
  });

  test.each([[-1], [1.5], ['1'], [null]])('with the id %j has none', (id) => {
    expect(read({ ...entry(1, 60, { revision: b }), id })[0]?.id).toBeNull();
  });

  test('keeps its id and its times whatever its sources are', () => {
    expect(read({ ...entry(4, 60, {}), source: 7 })).toMatchObject([
      { id: 4, from: 'unknown', startedAt: '2026-11-20T14:01:00.000Z' },
    ]);
  });
});

describe('the history', () => {
  test('is in the order of its ids, and what has none stays behind the one before it', () => {
    const history = read(
      entry(2, 120, { revision: c }),
      { ...entry(9, 130, { revision: a }), id: null },
      entry(0, 0, { revision: a }),
      entry(1, 60, { revision: b }),
    );
    expect(history.map(({ id }) => id)).toEqual([0, 1, 2, null]);
    expect(read('x', entry(0, 0, { revision: a })).map(({ id }) => id)).toEqual([null, 0]);
  });

  test('has as many syncs as entries, whatever they are', () => {
    const property = fc.property(fc.array(fc.anything(), { maxLength: 5 }), (entries) => {
      expect(readHistory(entries, isOurs(ours))).toHaveLength(entries.length);
    });
    fc.assert(property, { seed: 614, numRuns: 200 });
  });
});
