import { expect, test } from 'vitest';
import { tally } from './tally.ts';

const run = (bad: string, action: string, ...reasons: string[]) => ({ bad, action, reasons });

test('counts what is on the branch, and not what a run says of itself', () => {
  const runs = [
    run('a', 'reverted', 'reverted'),
    run('a', 'already-done', 'already-done'),
    run('b', 'reverted', 'reverted'),
    run('c', 'lost-race', 'lost-race'),
    run('d', 'refused', 'hourly-limit'),
    run('e', 'refused', 'hourly-limit'),
    run('f', '', 'exit 1'),
  ];
  const left = { runs, takenBack: ['a', 'a'], persons: ['p', 'q'], branch: new Set(['p']), seconds: 1.6 };
  expect(tally(left)).toEqual({
    incidents: 7,
    reverted: 1,
    refused: 2,
    by_reason: { 'already-done': 1, 'exit 1': 1, 'hourly-limit': 2, 'lost-race': 1 },
    duplicates: 1,
    lost: 3,
    persons_commits_lost: 1,
    seconds: 2,
  });
});
