import { expect, test } from 'vitest';
import { readCorpus } from './corpus.ts';
import { backout } from './ours.ts';
import { interval, score } from './score.ts';
import { setsOf } from './sets.ts';

const { cases, leftOut } = await readCorpus(new URL('../../fixtures/recorded', import.meta.url).pathname);
const detector = backout();
const answers = new Map(cases.map((recorded) => [recorded.id, detector.alarmAt(recorded)]));

test('every line of the recorded sets is read', () => {
  expect(leftOut).toEqual([]);
  expect(cases.length).toBe(1488);
});

test.each([
  { set: 'all of 60 s', recall: 0.8, alarms: 0.007, median: 60 },
  { set: 'online-boutique-2022', recall: 0.85, alarms: 0.005, median: 60 },
])('on the recorded deployments, $set: what is promised in docs/benchmarks.md', (promised) => {
  const found = setsOf(cases).find(({ name }) => name === promised.set);
  const { visible, falseAlarms, seconds } = score(found?.cases ?? [], answers);
  expect(visible.hits / visible.of).toBeGreaterThanOrEqual(promised.recall);
  expect(falseAlarms.hits / falseAlarms.of).toBeLessThanOrEqual(promised.alarms);
  expect(seconds[(seconds.length - 1) >> 1]).toBeLessThanOrEqual(promised.median);
});

test('a service without a history raises no alarm without evidence', () => {
  const short = cases.filter(
    ({ source, signals }) => source === 'PetShop' && signals.every(({ history }) => history.length < 5),
  );
  expect(short.length).toBeGreaterThan(50);
  expect(short.filter(({ id }) => (answers.get(id) ?? null) !== null)).toEqual([]);
});

test('an interval holds what was seen, and is wide where little was', () => {
  expect(interval({ hits: 0, of: 155 })).toEqual([0, expect.closeTo(0.024, 3)]);
  expect(interval({ hits: 0, of: 0 })).toEqual([0, 1]);
});
