import { describe, expect, test } from 'vitest';
import { errors, policy, run } from '../h.ts';
import { rollout } from './rollout.ts';

/** cortex#1723, mimir#3764: every sample is there so many seconds after its time. */
const watched = (delaySeconds: number, given: Parameters<typeof rollout>[0] = {}) =>
  run({ policy: policy(errors), series: rollout(given), delaySeconds });

describe.each([0, 30, 60, 90, 120, 180, 240, 290])('samples that are always %i s late', (seconds) => {
  test('show a healthy release as late', async () => {
    const { verdict, second } = await watched(seconds);
    expect(verdict.outcome).toBe('healthy');
    expect(second).toBeLessThanOrEqual(250 + seconds);
  });

  test('show a release that fails as late, and that it began with the deployment', async () => {
    const { verdict, second, then } = await watched(seconds, { after: 0.2 });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(70 + seconds);
    expect(then).toMatch(/^ => deployment 99\.\d+ %, fresh-evidence$/);
  });
});

test('what failed before the deployment, and was told after it, is not the deployment’s', async () => {
  const failing = (second: number) => (second > -60 ? 0.2 : 0.002);
  const { verdict } = await watched(120, { pod: () => ({ bad: failing }) });
  expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'onset-before-sync' });
});

test.each([
  ['a release that fails', 0.2],
  ['a healthy one', 0.002],
])('more than five minutes is too late for %s, and says how much it is', async (_, after) => {
  const { verdict, second } = await watched(400, { after });
  expect(verdict).toMatchObject({
    outcome: 'no-data',
    reason: 'provider-late',
    findings: [{ detail: expect.stringMatching(/^samples arrive 40\d s late, at most 300 s are awaited$/) }],
  });
  expect(second).toBeLessThanOrEqual(60);
});

describe('a gauge of a store that is late', () => {
  const queue = "queue: { gauge: 'sum(rate(queued_total[1m]))' }";
  const with90s = (after: number, signals: string) =>
    run({
      policy: policy(signals),
      series: rollout({ after: after > 1 ? 0.2 : 0.002 }),
      gauge: (_query, second) => (second <= 0 ? 10 : 10 * after) + Math.sin(second),
      delaySeconds: 90,
    });

  test.each([
    ['beside counters', `${errors}\n${queue}`],
    ['alone', queue],
  ])('%s is asked when its samples are there', async (_, signals) => {
    const { verdict } = await with90s(1, signals);
    expect(verdict.outcome).toBe('healthy');
    expect(verdict.findings.at(-1)).toMatchObject({ signal: 'queue', outcome: 'healthy' });
  });

  test('that shifts is a witness, and alone no more than that', async () => {
    const { verdict } = await with90s(30, queue);
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'one-witness' });
  });
});
