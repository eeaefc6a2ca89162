import { expect, test } from 'vitest';
import { type Draw, drawHistory } from './draw.ts';
import type { Judgement } from './judge.ts';
import type { Played } from './play.ts';
import { isGood, tally } from './tally.ts';

function played(draw: Draw, is: Judgement['is']): Played {
  const judgement = is === 'right' ? { is } : { is, why: '' };
  return { draw, outcome: { kind: 'stopped', codes: [] }, judgement, log: [] };
}

function drawn(wanted: (draw: Draw) => boolean): Draw {
  const found = Array.from({ length: 40 }, (_, index) => drawHistory(1, index)).find(wanted);
  if (found === undefined) throw new Error('no such history is drawn');
  return found;
}

const ours = drawn(({ label }) => label.must === 'revert');
const firstDeployment = drawn(({ choice }) => choice.memory === 'first-deployment');

test('a history counts for each of its shapes', () => {
  const counted = tally([played(ours, 'right'), played(firstDeployment, 'wrong')], 1);
  expect(counted).toMatchObject({
    schema: 'backout/bench-histories/1',
    seed: 1,
    histories: 2,
    other_cause: 1,
  });
  expect(counted).toMatchObject({ ours_alone: 1, ours_alone_reverted: 1, wrong: 1 });
  const first = { draws: 1, ours_alone: 0, reverted: 0, wrong: 1 };
  expect(counted.by_shape['first-deployment']).toEqual(first);
  expect(counted.by_shape['history-of-one']).toEqual({ ...first, draws: 0, wrong: 0 });
});

test.each<[string, Judgement['is'], Judgement['is'], boolean]>([
  ['all is right', 'right', 'right', true],
  ['a guilty commit was left alone', 'missed', 'right', false],
  ['something else was reverted', 'wrong', 'right', false],
  ['a reason is not true', 'right', 'wrong', false],
])('%s', (_, one, other, good) => {
  expect(isGood(tally([played(ours, one), played(firstDeployment, other)], 1))).toBe(good);
});
