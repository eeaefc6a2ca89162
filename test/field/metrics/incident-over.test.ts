import { statusState } from '@backout/incident';
import { statusDescription } from '@backout/report';
import { expect, test } from 'vitest';
import { errors, policy, run } from '../h.ts';
import { rollout } from './rollout.ts';

/** An incident of the hour before, which was over ten minutes before the sync. */
interface Past {
  readonly minutes: number;
  readonly bad: number;
}

function watched({ minutes, bad }: Past, after: number) {
  const during = (second: number) => second < -600 && second > -600 - 60 * minutes;
  const past = (second: number) => (during(second) ? bad : 0.002);
  const series = rollout({ after, pod: (name) => (name.startsWith('old') ? { bad: past } : {}) });
  return run({ policy: policy(errors), series });
}

test.each([
  [{ minutes: 5, bad: 0.5 }, 0.02],
  [{ minutes: 30, bad: 0.2 }, 0.05],
])('after an incident %j a release that fails %f is a regression', async (past, after) => {
  const { verdict, then } = await watched(past, after);
  expect(verdict.outcome).toBe('regression');
  expect(then).toMatch(/^ => deployment 9\d\.\d+ %, fresh-evidence$/);
});

test('a good release after one is healthy, and says what it was compared with; it is no known good one by that', async () => {
  const { verdict } = await watched({ minutes: 30, bad: 0.2 }, 0.002);
  expect(verdict).toMatchObject({ outcome: 'healthy' });
  const [finding] = verdict.findings;
  expect(finding?.kind === 'ratio' && Math.round(finding.baseline.cutSeconds / 60)).toBeGreaterThanOrEqual(
    30,
  );
  expect([statusState(verdict.outcome), statusDescription(verdict)]).toEqual([
    'success',
    expect.stringMatching(/^healthy, not known good: /),
  ]);
});

test('where hardly twenty minutes are left nobody can tell', async () => {
  const { verdict } = await watched({ minutes: 40, bad: 0.1 }, 0.002);
  expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'baseline-unhealthy' });
});

test('a job of every hour is not cut out and then taken for a bad release', async () => {
  const job = (second: number) =>
    (second + 7200) % 3600 >= 90 && (second + 7200) % 3600 < 330 ? 0.05 : 0.002;
  const series = rollout({ pod: () => ({ bad: job }) });
  const { verdict } = await run({ policy: policy(errors), series });
  expect(verdict.outcome).not.toBe('regression');
});

test('after two incidents of an hour nothing is healthy by it', async () => {
  const past = (second: number) =>
    [-2400, -1200].some((from) => second >= from && second < from + 540) ? 0.2 : 0.002;
  const series = rollout({ after: 0.03, pod: (name) => (name.startsWith('old') ? { bad: past } : {}) });
  const { verdict } = await run({ policy: policy(errors), series });
  expect(verdict.outcome).toBe('ambiguous');
});
