import type { recoveryOutcomes, revertOutcomes } from '@backout/incident';
import type { Sentences } from '../facts.ts';
import { pushing } from './pushing.ts';

type Code = keyof typeof revertOutcomes | keyof typeof recoveryOutcomes;

export const acting = {
  reverted: () => 'the deployment was reverted',
  'already-done': () => 'an earlier run of this incident had already reverted the deployment',
  joined: () => 'another incident had already reverted the same commit, and this one joined it',
  'already-reverted': () => 'the change is already reverted on the branch',
  'revert-undone': () =>
    'an earlier revert of it is not in the branch any more or was taken back, and backout does not make it again',
  refused: () => 'a guardrail refused the revert',
  conflict: () => 'the change cannot be taken back cleanly: what it changed has changed again since',
  'lost-race': () => 'the branch kept moving while the revert was pushed, so nothing was pushed',
  'server-busy': () =>
    'the server was busy or could not be reached each time the revert was pushed, so nothing was pushed',
  ...pushing,
  'unsupported-repository': () => 'the repository cannot hold the revert and its lock in one push',
  'push-unknown': () =>
    'the answer to the push was lost, and reading the branch did not tell whether it arrived',

  recovered: () => 'Argo CD ran the revert and the signals are back to normal',
  'recovered-unproven': () => 'Argo CD ran the revert; too few requests arrived since to prove the recovery',
  'signals-recovered': () => 'the signals are back to normal; whether Argo CD ran the revert was not checked',
  'not-recovered': () => 'Argo CD ran the revert, and the signals are not back to normal',
  'not-synced': () => 'Argo CD did not run the revert in time',
  'sync-retrying': () => 'Argo CD is still retrying an earlier sync, which holds the revert back',
  'degraded-again': () => 'the signals were back to normal after the revert and then got worse again',
} satisfies Sentences<Code>;
