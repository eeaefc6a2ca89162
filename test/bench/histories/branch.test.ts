import { describe, expect, test } from 'vitest';
import { type Branch, growBranch } from './branch.ts';
import type { Choice, Landing } from './choice.ts';
import { choiceOf } from './testing/usual.ts';

const grown = (otherwise: Partial<Choice>) => growBranch(choiceOf(otherwise));

function stateOf({ commits }: Branch, name: string) {
  const found = commits.find((commit) => commit.name === name);
  if (found === undefined) throw new Error(`no commit ${name}`);
  return found;
}

/** Whether a commit holds another, over all parents. */
function holds(branch: Branch, name: string, other: string): boolean {
  return name === other || stateOf(branch, name).parents.some((parent) => holds(branch, parent, other));
}

describe('which parents of the merge hold what was live before', () => {
  test.each<[Landing, ...boolean[]]>([
    ['pull-before', true, false],
    ['pull-after', true, true],
    ['pull-after-several', true, true],
    ['foxtrot', false, true],
    ['foxtrot-after', true, true],
    ['octopus', true, true, true],
    ['octopus-picked', true, false, false],
    ['octopus-folding', true, false, false],
    ['evil-merge', true, true],
  ])('%s: %s', (landing, ...expected) => {
    const branch = grown({ landing, neighbours: 2 });
    const { parents } = stateOf(branch, 'merge');
    expect(parents.map((parent) => holds(branch, parent, 'previous'))).toEqual(expected);
  });
});

describe.each<Landing>([
  'direct',
  'pull-before',
  'pull-after',
  'pull-after-several',
  'foxtrot',
  'foxtrot-after',
  'octopus',
  'octopus-picked',
  'octopus-folding',
  'evil-merge',
])('%s', (landing) => {
  const branch = grown({ landing, neighbours: 3 });

  test('brings the guilty value, and loses nothing that the branch had', () => {
    const tip = stateOf(branch, branch.tip).state;
    expect(tip).toMatchObject({ poolSize: 2, label: 'two', replicas: 3, search: 2, image: 'v1' });
  });

  test('leaves all but that value where it is taken back', () => {
    expect(branch.reverted).toEqual({ ...stateOf(branch, branch.tip).state, poolSize: 20 });
  });
});

test.each<[string, Partial<Choice>, Partial<Record<'tip' | 'synced', string>>]>([
  ['alone', {}, { tip: 'ours', synced: 'ours' }],
  ['with neighbours', { neighbours: 3 }, { tip: 'neighbour-3', synced: 'neighbour-3' }],
  ['and then another application', { next: 'other-application' }, { tip: 'later', synced: 'ours' }],
  ['and then a newer one', { next: 'newer' }, { tip: 'newer', synced: 'ours' }],
  ['and then a force push', { rewritten: 'revision' }, { tip: 'forced', synced: 'ours' }],
  ['none', { ours: 'none', cause: 'parameters' }, { tip: 'previous', synced: 'previous' }],
])('a commit of ours %s', (_, otherwise, expected) => {
  const { tip, synced } = grown(otherwise);
  expect({ tip, synced }).toEqual(expected);
});

test.each([
  [0, 'beside', 'ours'],
  [1, 'ours', 'beside'],
])('another commit of ours comes before it or after it, by %d neighbours', (neighbours, first, second) => {
  const names = grown({ beside: 'comment', neighbours }).commits.map(({ name }) => name);
  expect(names.filter((name) => name === first || name === second)).toEqual([first, second]);
});

test.each<[string, Partial<Choice>, string]>([
  ['what was live before', { rewritten: 'previous' }, 'previous'],
  ['what is live', { rewritten: 'revision' }, 'ours'],
])('a force push takes %s out of the branch', (_, otherwise, gone) => {
  const branch = grown(otherwise);
  expect(holds(branch, branch.tip, gone)).toBe(false);
});

test('of two syncs the newer one is guilty where it is asked about', () => {
  const branch = grown({ next: 'newer', asked: 'later' });
  expect(branch.reverted).toEqual({ ...stateOf(branch, 'newer').state, image: 'v1' });
});

test.each<Partial<Choice>>([{ cause: 'other-source' }, { cause: 'local-sync', ours: 'none' }])(
  'no commit of ours is guilty of %o',
  (otherwise) => {
    expect(grown(otherwise).reverted).toBeNull();
  },
);
