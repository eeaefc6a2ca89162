import { describe, expect, test } from 'vitest';
import { withHistories, withoutHistory } from './late-baselines.ts';
import type { Baseline, GaugePlan, Reading, Unread } from './plan.ts';
import { after, counts, down, errors, follow, history, opened, sync } from './testing/scripted-watch.ts';
import { verdictOf } from './verdict-of.ts';
import { look, type Watch } from './watch.ts';

const base = () => 0.001;
const known: Baseline = { signal: 'errors', steps: history(50, base), series: 'history' };
const queue: GaugePlan = {
  ...{ kind: 'gauge', signal: 'queue', scale: 'value', worse: 'higher', leastChange: null, stepMs: 60_000 },
};
const away: Unread = { ...down, signal: 'queue' };

function looked(watch: Watch, seconds: readonly number[], read: (second: number) => Reading[]): Watch {
  return seconds.reduce(
    (state, second) => look(state, { at: after(second), clockSkewMs: 0, readings: read(second) }),
    watch,
  );
}

const minute = [10, 20, 30, 40, 50, 60];

describe('a history that could not be read at first', () => {
  test.each<[string, number]>([
    ['a regression', 0.2],
    ['nothing', 0.001],
  ])('shows %s in what was read before it', (outcome, ratio) => {
    const step = follow(50, () => ratio);
    const read = (second: number) => [counts('errors', step(second - 10, second))];
    const early = looked(opened({ signals: [errors], baselines: [down] }), minute, read);
    expect(withoutHistory(early)).toEqual(['errors']);
    expect(verdictOf(early, after(60))).toBeNull();
    const late = withHistories(early, [known], sync + 60_000);
    expect(withoutHistory(late)).toEqual([]);
    const prompt = looked(opened({ signals: [errors], baselines: [known] }), minute, read);
    expect(verdictOf(late, after(60))).toEqual(verdictOf(prompt, after(60)));
    expect(verdictOf(late, after(60))?.outcome ?? 'nothing').toBe(
      outcome === 'nothing' ? 'nothing' : 'regression',
    );
  });

  test('is that of a gauge as well', () => {
    const point = (second: number, value: number) => ({ at: sync + second * 1000, value });
    const past = Array.from({ length: 60 }, (_, index) => point((index - 59) * 60, 10 + (index % 3)));
    const early = looked(opened({ signals: [queue], baselines: [away] }), [60, 120, 180], (second) => [
      { kind: 'values', signal: 'queue', points: [point(second, 100)], series: 's' },
    ]);
    expect(withoutHistory(early)).toEqual(['queue']);
    const late = withHistories(early, [{ signal: 'queue', points: past, series: 'history' }], sync + 180_000);
    expect(late.signals[0]).toMatchObject({ alarmedAt: sync + 180_000, held: [] });
  });

  test('and cannot be read now is away still, and one that is refused is refused', () => {
    const early = opened({ signals: [errors], baselines: [down] });
    expect(withoutHistory(withHistories(early, [down], sync))).toEqual(['errors']);
    const refused: Unread = { ...down, reason: 'provider-refuses' };
    const first = opened({ signals: [errors], baselines: [refused] });
    const third = [10_000, 20_000].reduce((watch, ms) => withHistories(watch, [refused], sync + ms), first);
    expect(verdictOf(third, after(20))).toMatchObject({ reason: 'provider-refuses' });
  });

  test.each<[string, Unread[] | Baseline[]]>([
    ['that was read', [known]],
    ['that never was', [{ ...down, outcome: 'no-data', reason: 'no-baseline' }]],
  ])('is none %s', (_, baselines) => {
    const watch = opened({ signals: [errors], baselines });
    expect(withoutHistory(watch)).toEqual([]);
    expect(withHistories(watch, [{ ...known, steps: [] }], sync).signals).toEqual(watch.signals);
  });
});
