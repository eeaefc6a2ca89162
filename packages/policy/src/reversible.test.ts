import { describe, expect, test } from 'vitest';
import { type Answer, answerOf, passed, policy, refused } from './testing/guardrail.ts';

const answers: readonly Answer[] = [
  ['reversible', 'no migration', {}, passed('reversible')],
  [
    'reversible',
    'a migration',
    { facts: { migration: { kind: 'Job', object: 'migrate' } } },
    refused('migration', { kind: 'Job', object: 'migrate' }),
  ],
  [
    'reversible',
    'a migration that the team calls reversible',
    {
      facts: { migration: { kind: 'Job', object: 'migrate' } },
      policy: { rollback: { ...policy.rollback, migrations: 'reversible' } },
    },
    passed('reversible'),
  ],
];

describe('what a revert would not undo', () => {
  test.each(answers)('%s: %s', (name, _, changed, answer) => {
    expect(answerOf(name, changed)).toEqual(answer);
  });
});
