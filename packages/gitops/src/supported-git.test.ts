import { expect, test } from 'vitest';
import { problemOf } from './supported-git.ts';

test.each([
  'git version 2.38.0',
  'git version 2.39.2 (Apple Git-143)',
  'git version 2.45.1.windows.1',
  'git version 2.46.GIT',
  'git version 2.100.0',
  'git version 3.0.0',
])('%s is new enough', (said) => {
  expect(problemOf({ outcome: 'answered', answer: `${said}\n` })).toBeNull();
});

test.each([
  'git version 2.30.1',
  'git version 2.37.9.windows.2',
  'git version 1.99.0',
  'git version unknown',
  'Not Git At All 2.50',
  '',
])('"%s" is told what is needed', (said) => {
  expect(problemOf({ outcome: 'answered', answer: `${said}\n` })).toBe(
    `git 2.38 or newer is needed on the runner, and the one on the path says "${said}"`,
  );
});

test('a git that cannot be started is told apart from one that is too old', () => {
  const output = { code: 128, stdout: '', stderr: 'spawn git ENOENT' };
  expect(problemOf({ outcome: 'failed', output })).toBe(
    'git 2.38 or newer is needed on the runner, and no git on the path can be started',
  );
});
