import { describe, expect, test } from 'vitest';
import type { Choice } from './choice.ts';
import { labelOf } from './label.ts';
import { choiceOf } from './testing/usual.ts';

function told(otherwise: Partial<Choice>) {
  const { must, because } = labelOf(choiceOf(otherwise));
  return [must, ...[...because].sort()];
}

describe('a commit of ours alone has to be taken back', () => {
  test.each<[string, Partial<Choice>]>([
    ['of one source', {}],
    ['of several sources, in whatever order', { sources: 'three', reordered: true }],
    ['in another namespace', { namespace: 'team-a' }],
    ['whatever clocks say', { clock: 'hours-ahead' }],
    ['beside commits of other applications', { neighbours: 3 }],
    ['merged by a pull request', { landing: 'pull-before' }],
    ['merged by one that was forked after it', { landing: 'pull-after' }],
    ['merged the wrong way round', { landing: 'foxtrot' }],
    ['merged with three parents', { landing: 'octopus' }],
    ['beside a comment', { beside: 'comment' }],
    ['beside what the sides bring twice', { landing: 'octopus-picked' }],
    ['in a listed folder of others', { layout: 'shared-base', place: 'outside-listed' }],
    ['beside something outside that did not change', { layout: 'symlink', place: 'inside' }],
    ['live by a sync of named resources', { arrival: 'selective' }],
    ['live by a self-heal', { arrival: 'healed' }],
    ['before a self-heal', { next: 'self-heal' }],
    ['before a sync that changes nothing of it', { next: 'other-application' }],
    ['before the same revision again', { next: 'same-again' }],
    ['that is the newer one', { next: 'newer', asked: 'later' }],
    ['where renderings are denied', { renderings: 'denied' }],
  ])('%s', (_, otherwise) => {
    expect(told(otherwise)).toEqual(['revert']);
  });
});

describe('nothing may be taken back', () => {
  test.each<[string, Partial<Choice>, ...string[]]>([
    ['of a history of one', { memory: 'limit-1' }, 'history-too-short'],
    ['of no history', { memory: 'limit-0' }, 'history-too-short'],
    ['of a history that began again', { memory: 'raised-from-0' }, 'history-too-short'],
    ['of a first deployment', { memory: 'first-deployment' }, 'no-previous-revision'],
    ['where the one before was forced away', { rewritten: 'previous' }, 'revision-unknown'],
    ['where it was itself', { rewritten: 'revision' }, 'revision-unknown', 'superseded'],
    ['of a sync that failed', { arrival: 'failed' }, 'sync-failed'],
    ['of one that is tried again', { arrival: 'retrying' }, 'sync-failed'],
    ['of one that brought a part', { arrival: 'selective-part' }, 'partly-synced'],
    ['of what Argo CD went past', { arrival: 'skipped' }, 'superseded'],
    ['where another source moved too', { cause: 'other-source' }, 'several-causes'],
    ['where it moved alone', { cause: 'other-source', ours: 'none' }, 'not-in-git'],
    ['where parameters changed too', { cause: 'parameters' }, 'several-causes'],
    ['where they changed alone', { cause: 'parameters', ours: 'none' }, 'not-in-git'],
    [
      'where they changed beside a comment',
      { cause: 'parameters', ours: 'comment' },
      ...['not-in-git', 'renders-nothing', 'several-causes'],
    ],
    ['where they changed a little later', { cause: 'parameters', next: 'cause' }, 'not-in-git', 'superseded'],
    ['which that sync is asked about', { cause: 'parameters', next: 'cause', asked: 'later' }, 'not-in-git'],
    ['of somebody’s disk', { cause: 'local-sync', ours: 'none' }, 'not-in-git'],
    ['of what came after that', { localBefore: true }, 'several-causes'],
    ['of what the policy does not list', { layout: 'symlink', place: 'outside' }, 'paths-incomplete'],
    [
      'beside a comment that it does list',
      { layout: 'symlink', place: 'outside', beside: 'comment' },
      ...['paths-incomplete', 'renders-nothing', 'several-commits'],
    ],
    ['beside another change', { beside: 'change' }, 'several-commits'],
    ['in a merge of other work', { landing: 'octopus-folding' }, 'outside-paths', 'several-applications'],
    [
      'in a merge that is its own',
      { landing: 'evil-merge' },
      ...['mainline-unclear', 'outside-paths', 'several-applications'],
    ],
    ['of what a newer sync replaced', { next: 'newer' }, 'superseded'],
    ['of what a newer commit changed', { next: 'newer-unsynced' }, 'superseded'],
    ['that is back after our revert', { returned: 'alone' }, 'bad-value-returned'],
  ])('%s', (_, otherwise, ...because) => {
    expect(told(otherwise)).toEqual(['nothing', ...because]);
  });
});

describe('the guilty commit may be taken back, and need not', () => {
  test.each<[string, Partial<Choice>, ...string[]]>([
    [
      'where nobody can see that the other one is a comment',
      { beside: 'comment', renderings: 'denied' },
      'several-commits',
    ],
    [
      'by the run of another application’s commit',
      { next: 'other-application', asked: 'later' },
      'nothing-changed',
    ],
    [
      'with a pull request of several commits that was forked after it',
      { landing: 'pull-after-several' },
      ...['mainline-unclear', 'several-commits'],
    ],
    ['by the run of the same revision', { next: 'same-again', asked: 'later' }, 'nothing-changed'],
  ])('%s', (_, otherwise, ...because) => {
    expect(told(otherwise)).toEqual(['either', ...because]);
  });

  test('but not where something forbids it as well', () => {
    expect(told({ beside: 'comment', renderings: 'denied', arrival: 'failed' })).toEqual([
      'nothing',
      'sync-failed',
    ]);
  });
});

test('all reasons of a history that has several are true', () => {
  expect(told({ memory: 'limit-1', cause: 'parameters', next: 'newer' })).toEqual([
    'nothing',
    ...['history-too-short', 'several-causes', 'superseded'],
  ]);
});

test('what follows from a reason is none by itself', () => {
  const { because, besides } = labelOf(choiceOf({ beside: 'change' }));
  expect([...because]).toEqual(['several-commits']);
  expect([...besides]).toEqual(['confidence-below-floor', 'cause-not-deployment']);
});

test('Argo CD does not sync by itself where it syncs somebody’s disk', () => {
  expect([...labelOf(choiceOf({ cause: 'local-sync', ours: 'none' })).besides]).toContain('auto-sync-off');
});
