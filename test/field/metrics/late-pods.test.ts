import { describe, expect, test } from 'vitest';
import { errors, pod, policy, run, type Series, seeded } from '../h.ts';

/** argo-rollouts#4864, #811: four new pods, 15 s apart, of which the first is ready so many seconds after the sync. */
const apart = 15;
const pods = [0, 1, 2, 3];
const lastReady = (ready: number) => ready + (pods.length - 1) * apart;

function seriesOf(ready: number, bad: number): Series[] {
  const random = seeded(1);
  return pods.flatMap((index) => {
    const labels = (name: string) => ({ app: 'checkout', job: 'web', instance: `${name}${index}` });
    const from = ready + index * apart;
    const old = { labels: labels('old'), from: -4000, until: from + 5, bad: () => 0.002 };
    const fresh = { labels: labels('new'), from, until: 1000, bad: () => bad };
    return [old, fresh].flatMap((one) => pod({ ...one, rps: () => 12 }, random));
  });
}

const signals = { 'a ratio alone': errors, 'a ratio, and Argo CD': `${errors}\nready: argocd` };

function watched(ready: number, bad: number, watching: keyof typeof signals) {
  const done = lastReady(ready);
  return run({
    policy: policy(signals[watching], 'argocd: https://argocd.example.com\n'),
    series: seriesOf(ready, bad),
    rolling: (second) => second < done,
    state: (second) => ({ health: second < done ? 'Progressing' : 'Healthy', rollout: null }),
  });
}

describe.each(Object.keys(signals) as (keyof typeof signals)[])('%s', (watching) => {
  test.each([
    [210, 0.1],
    [420, 1],
  ])('sees the new version fail, whose pods are ready from %i s on', async (ready, bad) => {
    const { verdict, second } = await watched(ready, bad, watching);
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(ready);
    expect(second).toBeLessThan(lastReady(ready) + 90);
  });

  test.each([30, 420])('calls a good one healthy, whose pods are ready from %i s on', async (ready) => {
    const { verdict, second } = await watched(ready, 0.002, watching);
    expect(verdict.outcome).toBe('healthy');
    expect(second).toBeGreaterThanOrEqual(Math.max(240, lastReady(ready)));
  });
});

test('pods that never get ready are not healthy, however good the old ones are', async () => {
  const { verdict } = await run({
    policy: policy(errors, 'argocd: https://argocd.example.com\n'),
    series: seriesOf(5_000, 1),
    rolling: () => true,
  });
  expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'rollout-unfinished' });
});
