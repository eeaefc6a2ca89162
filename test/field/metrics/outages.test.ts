import { describe, expect, test } from 'vitest';
import { errors, policy, run } from '../h.ts';
import { rollout } from './rollout.ts';

type Away = number | 'cut';

const watched = (after: number, outage: (second: number) => Away | null) =>
  run({ policy: policy(errors), series: rollout({ after }), outage });

/** prometheus#6322: a server that is rescheduled by the same storm of deployments, and replays its log. */
describe.each<[Away, number, number]>([
  [503, -1, 25],
  [503, -1, 75],
  [503, -1, 200],
  [503, 5, 25],
  [503, 5, 45],
  [503, 15, 75],
  [503, 15, 195],
  [503, 100, 230],
  ['cut', -1, 40],
  ['cut', 15, 75],
  [502, 5, 400],
])('%s from %i s to %i s', (answer, from, to) => {
  const outage = (second: number) => (second >= from && second < to ? answer : null);
  // Who keeps failing is asked less and less often, after two minutes at last.
  const asked = to + 130;

  test('hides no release that fails', async () => {
    const { verdict, second, then } = await watched(0.2, outage);
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(asked + 60);
    expect(then).toMatch(/^ => deployment 9\d(\.\d+)? %, fresh-evidence$/);
  });

  test('fails no healthy one', async () => {
    const { verdict, second } = await watched(0.002, outage);
    expect(verdict.outcome).toBe('healthy');
    expect(second).toBeLessThanOrEqual(Math.max(300, asked + 60));
  });
});

/** Nothing was scraped meanwhile; where the store is late besides, what it tells first is of before. */
describe.each([
  { from: 5, to: 60, delaySeconds: 0 },
  { from: 101, to: 340, delaySeconds: 0 },
  { from: 50, to: 130, delaySeconds: 120 },
  { from: 130, to: 330, delaySeconds: 190 },
  { from: 1, to: 200, delaySeconds: 225 },
])('a gap from $from s to $to s in samples that are $delaySeconds s late', ({ from, to, delaySeconds }) => {
  const missing = (second: number) => second >= from && second < to + 10;
  const watchedOver = (after: number) =>
    run({
      policy: policy(errors),
      series: rollout({ after }).map((one) => ({
        ...one,
        samples: one.samples.filter(([second]) => !missing(second)),
      })),
      delaySeconds,
      outage: (second) => (second >= from && second < to ? 503 : null),
    });

  test('hides no release that fails', async () => {
    expect((await watchedOver(0.2)).verdict.outcome).toBe('regression');
  });

  test('fails no healthy one', async () => {
    expect((await watchedOver(0.002)).verdict.outcome).toBe('healthy');
  });
});

describe('a provider that does not come back', () => {
  test.each<[string, number, number]>([
    ['was never there', -1, 0.2],
    ['was there for a minute', 60, 0.002],
  ])('and %s is given up when the watch is over', async (_, from, after) => {
    const { verdict, second } = await watched(after, (at) => (at >= from ? 503 : null));
    expect(verdict).toMatchObject({
      outcome: 'provider-error',
      reason: 'provider-gap',
      findings: [{ kind: 'unread', detail: 'HTTP 503' }],
    });
    expect(second).toBe(900);
  });

  test('because it refuses the key is given up at once', async () => {
    const { verdict, second } = await watched(0.2, () => 401);
    expect(verdict).toMatchObject({
      outcome: 'provider-error',
      reason: 'provider-refuses',
      findings: [{ kind: 'unread', detail: 'HTTP 401' }],
    });
    expect(second).toBeLessThanOrEqual(30);
  });
});
