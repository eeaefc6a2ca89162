import type { Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { judge, type Played, tally } from './tally.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

const played = (
  status: Played['recorded']['status'],
  ended: Played['ours']['ended'],
  seconds = 1,
): Played => ({
  recorded: { bad: sha('b'), status, plain_revert_tree: status === 'clean' ? sha('1') : null },
  ours: { ended, seconds, processes: 9, superseded: false, bytes: 10, requests: 4 },
  usual: { tree: sha('1'), seconds: 4 * seconds, bytes: 1000, requests: 5 },
});

describe('a revert', () => {
  test.each<[string, Played, string]>([
    ['of git’s own tree is identical', played('clean', { tree: sha('1') }), 'identical'],
    ['of another tree is wrong', played('clean', { tree: sha('2') }), 'wrong'],
    ['of a clean case that is not made is refused', played('clean', { code: 'never-list' }), 'refused'],
    ['where git has a conflict is wrong', played('conflict', { tree: sha('2') }), 'wrong'],
    ['where git has nothing to do is wrong', played('noop', { tree: sha('1') }), 'wrong'],
    ['that git cannot make either is left alone', played('conflict', { code: 'conflict' }), 'left-alone'],
  ])('%s', (_, one, judgement) => {
    expect(judge(one)).toBe(judgement);
  });
});

test('the tally counts each case once, and says why clean ones were refused', () => {
  const all = [
    played('clean', { tree: sha('1') }, 1),
    played('clean', { tree: sha('2') }, 2),
    played('clean', { code: 'never-list' }, 3),
    played('conflict', { code: 'conflict' }, 4),
  ];
  expect(tally(all)).toEqual({
    ...{ cases: 4, clean: 3, identical: 1, refused: 1, wrong: 1, superseded: 0 },
    refused_by: { 'never-list': 1 },
    seconds: { p50: 2, p95: 4 },
    usual: { p50: 8, p95: 16 },
    bytes: { p50: 10, p95: 10 },
    usual_bytes: { p50: 1000, p95: 1000 },
    ...{ requests: 4, processes: 9 },
  });
});
