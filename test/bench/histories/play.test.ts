import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { growBranch } from './branch.ts';
import type { Choice } from './choice.ts';
import type { Draw } from './draw.ts';
import { labelOf } from './label.ts';
import { operationsOf } from './operations.ts';
import { play } from './play.ts';
import { choiceOf } from './testing/usual.ts';

const scratch = await mkdtemp(join(tmpdir(), 'play-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

function drawOf(otherwise: Partial<Choice>, asked: Partial<Draw['question']> = {}): Draw {
  const choice = choiceOf(otherwise);
  const branch = growBranch(choice);
  return {
    ...{
      index: 0,
      choice,
      branch,
      shapes: [],
      operations: operationsOf(choice, branch),
      label: labelOf(choice),
    },
    question: { revision: branch.synced, second: 303, onset: 312, ...asked },
  };
}

test('the guilty commit is taken back, and its repository is gone afterwards', async () => {
  const { outcome, judgement, log } = await play(drawOf({ neighbours: 2 }), scratch);
  expect(outcome).toEqual({ kind: 'reverted', what: 'the guilty commit' });
  expect(judgement).toEqual({ is: 'right' });
  expect(log.join('\n')).toMatch(/regression/);
  expect(await readdir(scratch)).toEqual([]);
});

test('what is left has to be all that was there without it', async () => {
  const draw = drawOf({});
  const reverted = draw.branch.reverted;
  if (reverted === null) throw new Error('a commit is guilty');
  const another = { ...draw, branch: { ...draw.branch, reverted: { ...reverted, replicas: 9 } } };
  expect(await play(another, scratch)).toMatchObject({
    outcome: { kind: 'reverted', what: 'something else' },
    judgement: { is: 'wrong' },
  });
});

test('what no commit of ours did, no revert is right for', async () => {
  const draw = drawOf({});
  const nobody = { ...draw, branch: { ...draw.branch, reverted: null } };
  expect((await play(nobody, scratch)).outcome).toEqual({ kind: 'reverted', what: 'something else' });
});

test('guardrails that refuse are told', async () => {
  const { outcome, judgement } = await play(drawOf({ beside: 'change' }), scratch);
  expect(outcome).toMatchObject({ kind: 'stopped', codes: expect.arrayContaining(['several-commits']) });
  expect(judgement).toEqual({ is: 'right' });
});

test('an outcome of the watch is told', async () => {
  const { outcome } = await play(drawOf({ arrival: 'failed' }), scratch);
  expect(outcome).toEqual({ kind: 'stopped', codes: ['sync-failed'] });
});

test('what is the user’s to mend is told', async () => {
  const { outcome, log } = await play(drawOf({ memory: 'first-deployment' }), scratch);
  expect(outcome).toEqual({ kind: 'stopped', codes: ['no-previous-revision'] });
  expect(log.at(-1)).toMatch(/first deployment/);
});

test('after a revert of ours the same value comes back', async () => {
  const { draw, outcome } = await play(drawOf({ returned: 'alone' }), scratch);
  expect(draw.operations.map(({ ours }) => ours).slice(-2)).toEqual(['our-revert', 'again']);
  expect(outcome).toEqual({ kind: 'stopped', codes: ['bad-value-returned'] });
});

test('a fault of ours is an outcome', async () => {
  const { outcome } = await play(drawOf({}, { revision: 'nowhere' }), scratch);
  expect(outcome).toMatchObject({ kind: 'broken' });
});
