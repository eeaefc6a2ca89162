import { GuardrailCode, ReasonCode } from '@backout/incident';
import { describe, expect, it } from 'vitest';
import { reasonSentence } from './reason-sentence.ts';

describe('a sentence for every code', () => {
  it.each(ReasonCode.options)('%s is one plain line, with or without its facts', (code) => {
    const sentence = reasonSentence(code);
    expect(sentence).toMatch(/^[^\n]{10,160}$/);
    expect(sentence).not.toMatch(/undefined|NaN|null|!|\.$/);
  });

  it('has no two codes that say the same, so that a reader can tell them apart', () => {
    const sentences = ReasonCode.options.map((code) => reasonSentence(code));
    const twice = sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index);
    expect(twice).toEqual([]);
  });

  it.each([
    ['mode-allows', { mode: 'act' }, 'mode is act'],
    ['hourly-limit', { used: 3, limit: 3 }, '3 of 3 reverts used in the last hour'],
    ['daily-limit', { used: 5, limit: 5 }, '5 of 5 reverts used in the last day'],
    ['within-limits', { used: 0, limit: 3 }, '0 of 3 reverts used in the last hour'],
    [
      'within-limits',
      { used: 0, limit: 3, usedToday: 2, limitToday: 5 },
      '0 of 3 reverts used in the last hour, 2 of 5 in the last day',
    ],
    ['previous-was-healthy', { by: 'status' }, 'what it goes back to was found healthy'],
    ['previous-was-healthy', { by: 'baseline' }, 'what it goes back to raised no alarm in the baseline'],
    ['would-sync', {}, 'Argo CD would sync a revert'],
    [
      'would-sync',
      { by: 'unchecked' },
      'whether Argo CD would sync a revert was not checked: the policy names no Argo CD',
    ],
    ['stopped', { ref: 'refs/backout/stop' }, 'the kill switch `refs/backout/stop` is on'],
    [
      'stopped',
      { ref: 'refs/backout/stopped/chekout', names: 'nothing' },
      'the kill switch `refs/backout/stopped/chekout` names no application of the policy, so it stops all of them until it is deleted',
    ],
    [
      'superseded',
      { revision: 'ab'.repeat(20) },
      '`abababa` was replaced by a newer revision of the application',
    ],
    ['mode-allows', { mode: '<b>' }, 'mode is `‹b›`'],
    ['cause-not-deployment', { cause: 'unknown' }, 'the cause is unknown, so going back would not help'],
    [
      'cooldown',
      { ageMs: 240_000, cooldownMs: 600_000 },
      'the last revert was 4 minutes ago, the cooldown is 10 minutes',
    ],
    [
      'never-list',
      { path: 'apps/identity/a.yaml', rule: 'apps/identity/**' },
      '`apps/identity/a.yaml` is on the never-list (`apps/identity/**`)',
    ],
    ['fresh-evidence', { ageMs: 900 }, 'a reading from 1 second before still showed the regression'],
    [
      'fresh-evidence',
      { ageMs: 95_000, lagMs: 120_000 },
      'a reading from 1 minute 35 seconds before still showed the regression (its provider is 2 minutes late while all is well)',
    ],
    [
      'evidence-stale',
      { ageMs: 75_000, limitMs: 60_000 },
      'the newest reading is 1 minute 15 seconds old, at most 1 minute is allowed',
    ],
    [
      'confidence-below-floor',
      { usedBp: 6100, floorBp: 9000 },
      'confidence 61.0 %, the policy asks for 90.0 %',
    ],
    [
      'recovered-meanwhile',
      { bad: 0, total: 412 },
      'the signals recovered before the revert: 0 bad of 412 in the newest reading',
    ],
    ['sync-window-closed', {}, 'a sync window of Argo CD forbids syncs at the moment'],
    ['several-commits', { commits: 2 }, '2 commits touch the application and none is singled out'],
    [
      'onset-after-first-pod',
      { fromSeconds: 3, toSeconds: 11, revision: '3f2c1ab' },
      'the regression started 3 to 11 seconds after the first pod of `3f2c1ab` was ready',
    ],
  ] as const)('%s with its facts', (code, facts, sentence) => {
    expect(reasonSentence(code, facts)).toBe(sentence);
  });

  it('puts no fact into the line raw', () => {
    const facts = { path: '`</details>\n::error::@everyone', rule: '<!--' };
    expect(reasonSentence('never-list', facts)).toBe(
      "`'‹/details› : :error: :@\u200beveryone` is on the never-list (`‹!--`)",
    );
  });

  it('takes facts it does not know', () => {
    for (const code of GuardrailCode.options)
      expect(reasonSentence(code, { used: 1, other: 'x', ageMs: 5, path: 'a' })).not.toMatch(/undefined|NaN/);
  });
});
