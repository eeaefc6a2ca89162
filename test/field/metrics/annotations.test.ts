import { describe, expect, test } from 'vitest';
import { errors, policy, run, seeded } from '../h.ts';
import { rollout } from './rollout.ts';

/** prometheus#14135, #12152, #14327 */
const info =
  'PromQL info: input to histogram_quantile needed to be fixed for monotonicity for metric name "" (1:25)';
const p90 =
  "p90: { gauge: 'histogram_quantile(0.9, sum by (le) (rate(seconds_bucket[1m])))', unit: seconds }";

function watched(annotations: object, after: { readonly bad: number; readonly seconds: number }) {
  const random = seeded(7);
  return run({
    policy: policy(`${errors}\n${p90}`),
    series: rollout({ after: after.bad }),
    gauge: (_query, second) => (second < 0 ? 0.12 : after.seconds) + 0.01 * random(),
    gaugeBody: (body) => ({ ...body, ...annotations }),
  });
}

describe.each([
  ['none', {}],
  ['infos', { infos: [info] }],
  ['infos among the warnings, as of Prometheus 2.48', { warnings: [info] }],
])('with annotations: %s', (_, annotations) => {
  test('a release that is as good as before is healthy', async () => {
    const { verdict } = await watched(annotations, { bad: 0.002, seconds: 0.12 });
    expect(verdict.outcome).toBe('healthy');
    expect(verdict.findings).toMatchObject([{ outcome: 'healthy' }, { signal: 'p90', outcome: 'healthy' }]);
  });

  test('one that fails and is slow is a regression', async () => {
    const { verdict, then } = await watched(annotations, { bad: 0.2, seconds: 1.2 });
    expect(verdict).toMatchObject({ outcome: 'regression' });
    expect(then).toMatch(/^ => deployment 9\d\.\d+ %, fresh-evidence$/);
  });
});

test('an answer with a warning besides is not read', async () => {
  const warnings = [info, 'PromQL warning: bucket label "le" is missing'];
  const { verdict } = await watched({ warnings }, { bad: 0.002, seconds: 0.12 });
  expect(verdict).toMatchObject({
    outcome: 'ambiguous',
    reason: 'provider-gap',
    findings: [{ outcome: 'healthy' }, { signal: 'p90', kind: 'unread', outcome: 'provider-error' }],
  });
});
