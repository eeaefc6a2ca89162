import { expect, test } from 'vitest';
import { judge, type Outcome } from './judge.ts';
import type { Label } from './label.ts';

const besides: Label['besides'] = new Set(['confidence-below-floor']);
const reverting: Label = { must: 'revert', because: new Set(), besides };
const forbidden: Label = { must: 'nothing', because: new Set(['several-causes', 'not-in-git']), besides };
const open: Label = { must: 'either', because: new Set(['several-commits']), besides };

const guilty: Outcome = { kind: 'reverted', what: 'the guilty commit' };
const other: Outcome = { kind: 'reverted', what: 'something else' };
const stopped = (...codes: string[]): Outcome => ({ kind: 'stopped', codes });

test.each<[string, Label, Outcome, string]>([
  ['the guilty commit where it has to be', reverting, guilty, 'right'],
  ['something else where the guilty commit has to be', reverting, other, 'wrong'],
  ['nothing where it has to be', reverting, stopped('several-commits'), 'missed'],
  ['the guilty commit where nothing may be', forbidden, guilty, 'wrong'],
  ['something else where nothing may be', forbidden, other, 'wrong'],
  ['nothing, for a reason that is true', forbidden, stopped('not-in-git'), 'right'],
  ['nothing, for all of them', forbidden, stopped('not-in-git', 'several-causes'), 'right'],
  ['nothing, and what follows', forbidden, stopped('not-in-git', 'confidence-below-floor'), 'right'],
  ['nothing, and only what follows', forbidden, stopped('confidence-below-floor'), 'wrong'],
  ['nothing, for a reason that is not true', forbidden, stopped('superseded'), 'wrong'],
  ['nothing, for one that is and one that is not', forbidden, stopped('not-in-git', 'superseded'), 'wrong'],
  ['nothing, for no reason', forbidden, stopped(), 'wrong'],
  ['the guilty commit where it may be', open, guilty, 'right'],
  ['something else where the guilty commit may be', open, other, 'wrong'],
  ['nothing where it may be, truly', open, stopped('several-commits'), 'right'],
  ['nothing where it may be, untruly', open, stopped('superseded'), 'wrong'],
  ['a fault of ours', forbidden, { kind: 'broken', message: 'TypeError' }, 'wrong'],
])('reverting %s', (_, label, outcome, is) => {
  expect(judge(label, outcome).is).toBe(is);
});

test('what was said is told', () => {
  expect(judge(forbidden, stopped('superseded', 'not-in-git'))).toEqual({
    is: 'wrong',
    why: 'untrue: superseded, not-in-git',
  });
  expect(judge(reverting, stopped())).toEqual({ is: 'missed', why: 'no reason' });
});
