import { describe, expect, test } from 'vitest';
import type { CountStep } from '../plan.ts';
import { counts, type Outcome, playRatio, sync } from '../testing/scripted-watch.ts';

interface Scraped {
  readonly pods: number;
  /** seconds between two scrapes of a pod; each pod has its own moment */
  readonly interval: number;
  readonly rps: number;
  readonly ratio: (second: number) => number;
  /** whether the steps tell how far apart the scrapes are */
  readonly told?: boolean;
}

/** A watch of pods that started with the sync: a look brings what was scraped since the one before. */
function watchScrapes({ pods, interval, rps, ratio, told = true }: Scraped): Outcome {
  const scrapes = Array.from({ length: pods }, (_, pod) => scrapesOf((interval * (pod + 0.7)) / pods)).flat();
  let newest = 0;
  return playRatio(rps, () => 0.001, {
    seconds: 300,
    read: (second) => {
      const fresh = scrapes.filter(({ at }) => at > newest && at <= second);
      const end = Math.max(newest, ...fresh.map(({ at }) => at));
      const seconds = end - newest;
      newest = end;
      if (fresh.length === 0) return [{ kind: 'nothing-new', signal: 'errors' }];
      const total = Math.round(fresh.reduce((sum, scrape) => sum + scrape.total, 0));
      const bad = Math.round(fresh.reduce((sum, scrape) => sum + scrape.bad, 0));
      const step: CountStep = { at: sync + end * 1000, seconds, bad, total };
      return [counts('errors', told ? { ...step, spread: interval } : step)];
    },
  });

  function scrapesOf(phase: number) {
    const perSecond = rps / pods;
    const moments = Array.from({ length: Math.ceil(320 / interval) }, (_, index) => phase + index * interval);
    return moments.map((at, index) => {
      const from = moments[index - 1] ?? 0;
      let bad = 0;
      for (let second = from; second < at; second += 0.1) bad += 0.1 * perSecond * ratio(second);
      return { at, total: perSecond * (at - from), bad };
    });
  }
}

const base = 0.001;
const coldPods = (second: number) => (second < 5 ? 0.5 : base);
const warmUp = (second: number) => Math.max(base, 0.5 * Math.exp(-second / 10));
const burst = (from: number) => (second: number) => (second >= from && second < from + 4 ? 0.3 : base);

describe.each([
  { interval: 15, pods: 10, rps: 50 },
  { interval: 30, pods: 10, rps: 50 },
  { interval: 60, pods: 10, rps: 50 },
  { interval: 60, pods: 3, rps: 300 },
])('$pods pods, each scraped every $interval s', (scraped) => {
  test.each([
    { what: 'pods that are cold for five seconds', ratio: coldPods },
    { what: 'a warm-up', ratio: warmUp },
    { what: 'a burst soon after the sync', ratio: burst(20) },
    { what: 'a late burst', ratio: burst(100) },
  ])('$what are seen one pod after the other, and are no regression', ({ ratio }) => {
    expect(watchScrapes({ ...scraped, ratio }).verdict.outcome).not.toBe('regression');
  });

  test.each([0.1, 0.02])('a ratio of %d from the start is found in three scrapes', (ratio) => {
    const { verdict, second } = watchScrapes({ ...scraped, ratio: () => ratio });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeLessThanOrEqual(30 + 2 * scraped.interval);
  });
});

test('whoever took such a burst for events of the moment at which they were scraped would alarm', () => {
  const scraped = { interval: 60, pods: 10, rps: 50, told: false };
  expect(watchScrapes({ ...scraped, ratio: coldPods }).verdict.outcome).toBe('regression');
  expect(watchScrapes({ ...scraped, ratio: burst(100) }).verdict.outcome).toBe('regression');
});
