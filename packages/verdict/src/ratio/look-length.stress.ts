import { expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { seeded } from '../testing/scripted-random.ts';
import { counts, errors, play, sync } from '../testing/scripted-watch.ts';

/** So large that a few hundred services can show whether it is kept. */
const alpha = 0.05;
const services = 300;
const watchSeconds = 600;
const rps = 2;
const ratio = 0.05;

/** Requests and errors of every second of one sound service, ten minutes before the sync and ten after it. */
function secondsOf(seed: number): { readonly bad: number; readonly total: number }[] {
  const random = seeded(seed);
  return Array.from({ length: 2 * watchSeconds }, () => {
    let bad = 0;
    for (let request = 0; request < rps; request++) if (random() < ratio) bad++;
    return { bad, total: rps };
  });
}

function step(seconds: ReturnType<typeof secondsOf>, from: number, to: number): CountStep {
  const part = seconds.slice(watchSeconds + from, watchSeconds + to);
  const bad = part.reduce((sum, one) => sum + one.bad, 0);
  return { at: sync + to * 1000, seconds: to - from, bad, total: rps * part.length };
}

/** The share of sound services that the watch calls broken. */
function alarms(everySeconds: number): number {
  const alarmed = Array.from({ length: services }, (_, seed) => {
    const seconds = secondsOf(seed + 1);
    const history = Array.from({ length: watchSeconds / 10 }, (_, index) =>
      step(seconds, index * 10 - watchSeconds, index * 10 + 10 - watchSeconds),
    );
    const { verdict } = play({
      signals: [{ ...errors, atLeast: { events: 3, points: 0, times: 1 } }],
      // No early exit: a watch that is over cannot alarm any more.
      plan: { falseAlarmsPerMillion: alpha * 1_000_000, atLeastMs: 2 * watchSeconds * 1000 },
      baselines: [{ signal: 'errors', steps: history, series: 'history' }],
      ...{ everySeconds, seconds: watchSeconds },
      read: (second, every) => [counts('errors', step(seconds, second - every, second))],
    });
    return verdict.outcome === 'regression';
  });
  return alarmed.filter(Boolean).length / services;
}

/** The upper end of Wilson's interval at 95 %. */
function atMost(share: number): number {
  const z = 1.96;
  const spread = z * Math.sqrt((share * (1 - share)) / services + z ** 2 / (4 * services ** 2));
  return (share + z ** 2 / (2 * services) + spread) / (1 + z ** 2 / services);
}

test.each([60, 10, 1])(
  'a look every %d s alarms on no more sound services than the budget allows',
  (every) => {
    expect(atMost(alarms(every))).toBeLessThan(alpha);
  },
);
