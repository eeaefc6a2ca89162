import type { CommitStatus } from '@backout/github';
import { untrustedText } from '@backout/incident';
import { expect, test } from 'vitest';
import { type OwnMark, ownMark } from './own-mark.ts';

const [app, workflow, mallory] = ['backout[bot]', 'github-actions[bot]', 'mallory'];

const mark = (state: CommitStatus['state'], words: string) => (creator: string | null) => ({
  ...{ state, creator, targetUrl: null },
  description: untrustedText(words),
});
const healthy = mark('success', 'healthy: errors 0 of 9');
const failed = mark('failure', 'regression: 9 of 10 failed');
const watching = mark('pending', 'watching: errors 0 of 9');
const blind = mark('error', 'ambiguous: not enough traffic');

/** Newest first, as GitHub tells them. */
test.each<[string, CommitStatus[], OwnMark]>([
  ['nothing at all', [], 'none'],
  ['a healthy mark of our own App', [healthy(app)], 'healthy'],
  ['a failure of our own App', [failed(app)], 'failed'],
  ['a failure that a workflow wrote', [failed(workflow)], 'failed'],
  ['a healthy mark that a workflow wrote', [healthy(workflow)], 'workflow'],
  ['a failure that somebody else wrote', [failed(mallory)], 'none'],
  ['a healthy mark that somebody else wrote', [healthy(mallory)], 'none'],
  ['a mark of an account that is gone', [healthy(null), failed(null)], 'none'],
  ['a failure that somebody else painted over', [healthy(mallory), failed(app)], 'failed'],
  ['a failure that a workflow painted over', [healthy(workflow), failed(workflow)], 'failed'],
  ['a failure, and a later healthy watch of our own App', [healthy(app), failed(app)], 'healthy'],
  ['a healthy watch, and a later failure', [failed(app), healthy(app)], 'failed'],
  [
    'a healthy watch, and a later failure under the token of a workflow',
    [failed(workflow), healthy(app)],
    'failed',
  ],
  ['a watch that is not over', [watching(app)], 'none'],
  ['a watch that could not tell', [blind(app)], 'none'],
  ['a failure before a watch that could not tell', [blind(app), failed(app)], 'failed'],
])('%s', (_, statuses, says) => {
  expect(ownMark(statuses, app)).toBe(says);
});

test("where the token is a workflow's, only workflows are ours", () => {
  expect(ownMark([healthy(app)], workflow)).toBe('none');
  expect(ownMark([healthy(workflow)], workflow)).toBe('workflow');
});

test('a token without an account has no marks of its own', () => {
  expect(ownMark([healthy(null), failed(mallory)], null)).toBe('none');
});
