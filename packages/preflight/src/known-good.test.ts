import { Attributed, type Sha, UserError, type Verdict } from '@backout/incident';
import { fixtureJson } from '@backout/world/fixtures';
import { expect, test } from 'vitest';
import { knownGood } from './known-good.ts';
import type { OwnMark } from './own-mark.ts';

const { verdict } = Attributed.parse(fixtureJson('incidents/attributed.json'));
const previous = '1'.repeat(40) as Sha;
const marked = async () => 'healthy' as const;
const unmarked = async () => 'none' as const;

function calibrated(...calibrations: { moments: number; alarms: number }[]): Verdict {
  const ratio = verdict.findings.find((finding) => finding.kind === 'ratio');
  if (ratio === undefined) throw new Error('the fixture has a ratio');
  return { ...verdict, findings: calibrations.map((calibration) => ({ ...ratio, calibration })) };
}

test.each<[string, Verdict, 'status' | 'baseline' | 'unknown', () => Promise<OwnMark>]>([
  ['our mark, whatever the baseline says', calibrated({ moments: 9, alarms: 3 }), 'status', marked],
  ['a baseline in which nothing alarmed', calibrated({ moments: 9, alarms: 0 }), 'baseline', unmarked],
  ['a baseline in which the test alarmed', calibrated({ moments: 9, alarms: 1 }), 'unknown', unmarked],
  ['a baseline that was never tried', calibrated({ moments: 0, alarms: 0 }), 'unknown', unmarked],
  [
    'one quiet signal of two',
    calibrated({ moments: 9, alarms: 0 }, { moments: 9, alarms: 1 }),
    'unknown',
    unmarked,
  ],
  ['no counts at all', { ...verdict, findings: [] }, 'unknown', unmarked],
])('a revision is known to be good by %s', async (_, seen, by, hasMark) => {
  expect(await knownGood(previous, seen, hasMark)).toBe(by);
});

test('a first deployment has no mark to be asked for', async () => {
  const asked = () => Promise.reject(new Error('nobody asks'));
  expect(await knownGood(null, calibrated({ moments: 0, alarms: 0 }), asked)).toBe('unknown');
});

test('what fails while the mark is read goes up', async () => {
  const failing = () => Promise.reject(new UserError('bug', 'x'));
  await expect(knownGood(previous, verdict, failing)).rejects.toThrow('x');
});

const quiet = calibrated({ moments: 9, alarms: 0 });
const loud = calibrated({ moments: 9, alarms: 3 });

test.each<[OwnMark, Verdict, Awaited<ReturnType<typeof knownGood>>]>([
  ['failed', quiet, 'failed'],
  ['failed', loud, 'failed'],
  ['unreadable', quiet, 'unknown'],
  ['workflow', quiet, 'baseline'],
  ['workflow', loud, 'workflow-status'],
])('a mark that is %s outweighs the baseline, or needs it', async (mark, seen, by) => {
  expect(await knownGood(previous, seen, async () => mark)).toBe(by);
});
