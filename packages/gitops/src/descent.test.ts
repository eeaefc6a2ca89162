import type { Sha } from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { descend, type Ends, reaches } from './descent.ts';
import type { Commit, Graph } from './graph.ts';

/** Commits by a letter: `m: 'ab'` merges b into a; a letter in `cut` is where the fetch ended. */
function graphOf(parents: Readonly<Record<string, string>>, cut = ''): Graph {
  const commits = Object.entries(parents).map(([id, named]): [Sha, Commit] => [
    id as Sha,
    { id: id as Sha, tree: id as Sha, parents: [...named] as Sha[], revertKeys: [] },
  ]);
  return { commits: new Map(commits), cut: new Set([...cut] as Sha[]) };
}

/** What descends from p up to r, newest first, each with the parents through which it does. */
function told(parents: Readonly<Record<string, string>>, cut = ''): string | string[] {
  const descent = descend(graphOf(parents, cut), { previous: 'p' as Sha, revision: 'r' as Sha });
  if (descent.kind !== 'behind') return descent.kind;
  return descent.commits.map(({ id, through }) => `${id}<${through.join('')}`);
}

describe('what came after a revision', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['a line', { r: 'b', b: 'a', a: 'p', p: 'o', o: '' }, ['r<b', 'b<a', 'a<p']],
    ['a branch from before it, merged', { r: 'as', s: 'o', a: 'p', p: 'o', o: '' }, ['r<a', 'a<p']],
    [
      'a branch from after it, merged',
      { r: 'bs', s: 'a', b: 'a', a: 'p', p: '' },
      ['r<bs', 's<a', 'b<a', 'a<p'],
    ],
    ['itself, merged into a local commit', { r: 'lp', l: 'o', p: 'o', o: '' }, ['r<p']],
    [
      'a line that it was merged into, and its own',
      { r: 'la', a: 'p', l: 'o', p: 'o', o: '' },
      ['r<a', 'a<p'],
    ],
    ['an octopus of one line of it', { r: 'asto', s: 'o', t: 'o', a: 'p', p: 'o', o: '' }, ['r<a', 'a<p']],
    [
      'an octopus of two lines of it',
      { r: 'sat', s: 'p', t: 'o', a: 'p', p: 'o', o: '' },
      ['r<sa', 'a<p', 's<p'],
    ],
    [
      'lines that cross',
      { r: 'cd', d: 'ba', c: 'ab', b: 'p', a: 'p', p: '' },
      ['r<cd', 'd<ba', 'c<ab', 'b<p', 'a<p'],
    ],
    ['a branch that began where it was merged', { r: 'ps', s: 't', t: 'p', p: '' }, ['r<p']],
    [
      'such a branch, after other commits',
      { r: 'bs', s: 't', t: 'b', b: 'a', a: 'p', p: '' },
      ['r<b', 'b<a', 'a<p'],
    ],
    ['an octopus of two such branches', { r: 'pst', s: 'p', t: 'p', p: '' }, ['r<pst', 't<p', 's<p']],
    [
      'an octopus of such a branch and another one',
      { r: 'ast', s: 'a', t: 'p', a: 'p', p: '' },
      ['r<ast', 't<p', 's<a', 'a<p'],
    ],
    ['such a branch, merged the wrong way round', { r: 'sp', s: 'p', p: '' }, ['r<sp', 's<p']],
    ['such a branch with a merge in it', { r: 'ps', s: 'tu', t: 'p', u: 'p', p: '' }, ['r<p']],
    [
      'such a branch that another one has brought as well',
      { r: 'ms', m: 'ps', s: 'p', p: '' },
      ['r<ms', 'm<p', 's<p'],
    ],
    ['a history of its own, merged', { r: 'au', u: 't', t: '', a: 'p', p: '' }, ['r<a', 'a<p']],
    [
      'several roots, one of them in it',
      { r: 'ua', u: 't', t: '', a: 'p', p: 'nm', n: '', m: '' },
      ['r<a', 'a<p'],
    ],
  ])('%s', (_, parents, expected) => {
    expect(told(parents)).toEqual(expected);
  });

  test('is nothing after itself', () => {
    const [previous, revision] = ['p' as Sha, 'p' as Sha];
    expect(descend(graphOf({}), { previous, revision })).toEqual({ kind: 'behind', commits: [] });
  });

  test.each([
    ['older', { p: 'b', b: 'r', r: '' }],
    ['another line', { r: 'a', a: 'o', p: 'o', o: '' }],
    ['another history', { r: 'a', a: '', p: '' }],
  ])('is not told of a revision that is %s', (_, parents) => {
    expect(told(parents)).toBe('not-behind');
  });

  test.each([
    ['of the line itself', { r: 'a', a: '', p: 'o', o: '' }, 'a'],
    ['of a branch that was merged: it may have come from after it', { r: 'as', s: '', a: 'p', p: '' }, 's'],
    ['of the revision', { r: '', p: '' }, 'r'],
  ])('is open where the fetch ended in the middle %s', (_, parents, cut) => {
    expect(told(parents, cut)).toBe('open');
  });

  test('is told where the fetch ended behind it', () => {
    expect(told({ r: 'as', s: 'o', a: 'p', p: 'o', o: '' }, 'o')).toEqual(['r<a', 'a<p']);
    expect(told({ r: 'a', a: 'p', p: '' }, 'p')).toEqual(['r<a', 'a<p']);
  });

  test('is told of a history that is deeper than any stack', () => {
    const length = 50_000;
    const ids = Array.from({ length }, (_, index) => `c${index}` as Sha);
    const commits = ids.map((id, index): [Sha, Commit] => {
      const parents = index === 0 ? [] : [ids[index - 1] as Sha];
      return [id, { id, tree: id, parents, revertKeys: [] }];
    });
    const graph = { commits: new Map(commits), cut: new Set<Sha>() };
    const descent = descend(graph, { previous: ids[0] as Sha, revision: ids.at(-1) as Sha });
    expect(descent).toHaveProperty('commits.length', length - 1);
  });
});

test('a commit reaches what is behind it and itself, and nothing else', () => {
  const graph = graphOf({ r: 'as', s: 'o', a: 'p', p: 'o', o: '' });
  expect([...'rasopx'].filter((id) => reaches(graph, 'a' as Sha, id as Sha))).toEqual(['a', 'o', 'p']);
});

/** The same by asking of each commit whether another one is in its history. */
function linesOf(graph: Graph, { previous, revision }: Ends): Map<Sha, readonly Sha[]> {
  const lines = new Map<Sha, readonly Sha[]>();
  const open = revision === previous ? [] : [revision];
  for (const id of open) {
    if (lines.has(id)) continue;
    const parents = graph.commits.get(id)?.parents ?? [];
    const after = parents.filter((parent) => reaches(graph, parent, previous));
    const [first] = after;
    const isOne =
      first === parents[0] && after.length < 3 && after.every((one) => reaches(graph, one, first as Sha));
    const through = isOne && first !== undefined ? [first] : after;
    lines.set(id, through);
    open.push(...through.filter((parent) => parent !== previous));
  }
  return lines;
}

test('what descends comes before what it descends from, and the order is the same every time', () => {
  const dag = fc
    .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 2, maxLength: 25 })
    .map((drawn) => drawn.map((parents, index) => [...new Set(parents.map((n) => n % Math.max(index, 1)))]))
    .map((drawn) => drawn.map((parents, index) => (index === 0 ? [] : parents)));
  fc.assert(
    fc.property(dag, fc.nat(), fc.boolean(), (drawn, pick, shuffled) => {
      const entries = drawn.map((parents, index): [Sha, Commit] => {
        const id = `${index}` as Sha;
        return [id, { id, tree: id, parents: parents.map((n) => `${n}` as Sha), revertKeys: [] }];
      });
      const graph = { commits: new Map(shuffled ? entries.toReversed() : entries), cut: new Set<Sha>() };
      const ends = { previous: `${pick % drawn.length}` as Sha, revision: `${drawn.length - 1}` as Sha };
      const descent = descend(graph, ends);
      expect(descent).toEqual(descend({ ...graph, commits: new Map(entries) }, ends));
      if (descent.kind !== 'behind') {
        expect(reaches(graph, ends.revision, ends.previous)).toBe(false);
        return;
      }
      const order = descent.commits.map(({ id }) => id);
      const expected = linesOf(graph, ends);
      expect(order.toSorted()).toEqual([...expected.keys()].toSorted());
      for (const { id, through } of descent.commits) expect([id, through]).toEqual([id, expected.get(id)]);
      for (const { id, through } of descent.commits)
        for (const parent of through.filter((one) => one !== ends.previous))
          expect(order.indexOf(parent)).toBeGreaterThan(order.indexOf(id));
    }),
    { seed: 1337, numRuns: 300 },
  );
});
