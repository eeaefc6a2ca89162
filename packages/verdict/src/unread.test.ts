import { describe, expect, test } from 'vitest';
import type { Unread } from './plan.ts';
import { counts, down, errors, follow, history, play } from './testing/scripted-watch.ts';

const base = () => 0.001;
const baseline = { signal: 'errors', steps: history(20, base), series: 'history' };
const noSeries: Unread = {
  kind: 'unread',
  signal: 'errors',
  outcome: 'no-data',
  reason: 'no-series',
  detail: 'no sample',
};

describe('what is not there', () => {
  const unread = (reading: Unread, since = 0) => {
    const step = follow(20, base);
    return play({
      signals: [errors],
      baselines: [baseline],
      read: (second) => [second > since ? reading : counts('errors', step(second - 10, second))],
    });
  };

  test('a provider that is down is awaited to the end of the watch', () => {
    const { verdict, second } = unread(down, 30);
    expect(verdict).toMatchObject({ outcome: 'provider-error', reason: 'provider-gap' });
    expect(second).toBe(900);
    expect(verdict.findings).toEqual([{ ...down, kind: 'unread' }]);
  });

  const refusing: Unread = { ...down, reason: 'provider-refuses', detail: 'HTTP 401' };

  test('one that refuses is told after half a minute', () => {
    const { verdict, second } = unread(refusing, 30);
    expect(verdict).toMatchObject({ outcome: 'provider-error', reason: 'provider-refuses' });
    expect(second).toBe(60);
    expect(verdict.findings).toEqual([{ ...refusing, kind: 'unread' }]);
  });

  test('so is one that refuses the history from the start on', () => {
    const read = () => [refusing];
    const { verdict, second } = play({ signals: [errors], baselines: [refusing], read });
    expect(verdict).toMatchObject({ outcome: 'provider-error', reason: 'provider-refuses' });
    expect(second).toBe(20);
  });

  test('one that refuses while it comes back is awaited', () => {
    const step = follow(50, base);
    const { verdict, second } = play({
      signals: [errors],
      baselines: [{ ...baseline, steps: history(50, base) }],
      read: (at) => {
        if (at > 30 && at <= 90) return [at > 60 ? refusing : down];
        return [counts('errors', step(at === 100 ? 30 : at - 10, at))];
      },
    });
    expect(verdict.outcome).toBe('healthy');
    expect(second).toBe(240);
  });

  test('a provider that fails for one look is forgiven', () => {
    const step = follow(50, base);
    const { verdict } = play({
      signals: [errors],
      baselines: [{ ...baseline, steps: history(50, base) }],
      read: (second) => [second === 60 ? down : counts('errors', step(second - 10, second))],
    });
    expect(verdict.outcome).toBe('healthy');
  });

  test('two failed looks are not enough, however far apart', () => {
    const { verdict } = play({
      signals: [errors],
      baselines: [baseline],
      seconds: 120,
      read: (second) => (second === 10 || second === 60 ? [down] : []),
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'provider-gap' });
  });

  test('series that never were are no data', () => {
    expect(unread(noSeries).verdict).toMatchObject({ outcome: 'no-data', reason: 'no-series' });
  });

  test('without a baseline there is no verdict', () => {
    const { verdict, second } = play({ signals: [errors], read: () => [] });
    expect(verdict).toMatchObject({ outcome: 'no-data', reason: 'no-baseline' });
    expect(second).toBe(10);
  });

  test('a baseline that could not be read is a provider error', () => {
    const { verdict } = play({ signals: [errors], baselines: [down], read: () => [] });
    expect(verdict).toMatchObject({ outcome: 'provider-error', reason: 'provider-gap' });
  });

  test('series that vanish escalate on the second look', () => {
    const { verdict, second } = unread({ ...noSeries, reason: 'series-vanished' }, 60);
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'series-vanished' });
    expect(second).toBe(80);
  });

  test('traffic that stops escalates within seconds', () => {
    const step = follow(20, base);
    const { verdict, second } = play({
      signals: [errors],
      baselines: [baseline],
      everySeconds: 5,
      read: (at, every) => {
        const read = step(at - every, at);
        return [counts('errors', at > 30 ? { ...read, bad: 0, total: 0 } : read)];
      },
    });
    expect(verdict).toMatchObject({ outcome: 'ambiguous', reason: 'traffic-stopped' });
    expect(second).toBe(40);
  });

  test('pauses that the service always had are not silence', () => {
    const paused = (steps: ReturnType<typeof history>) =>
      steps.map((step, index) => (index % 6 < 3 ? { ...step, bad: 0, total: 0 } : step));
    const step = follow(20, base);
    const { verdict } = play({
      signals: [errors],
      baselines: [{ ...baseline, steps: paused(history(20, base)) }],
      read: (second) => {
        const read = step(second - 10, second);
        return [counts('errors', (second / 10) % 6 < 3 ? { ...read, bad: 0, total: 0 } : read)];
      },
    });
    expect(verdict).not.toMatchObject({ reason: 'traffic-stopped' });
  });
});
