import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DetectionCase, Point, Signal } from '../case.ts';
import { peers } from './index.ts';

const began = 1_700_000_000;

const level = fc.constantFrom(0, 0.001, 0.004, 0.02, 0.1, 0.5);
const point = fc.record({ level, share: fc.double({ min: 0.5, max: 1.5, noNaN: true }), weight: fc.nat(50) });
const missing = fc.constant(null);
const seen = fc.array(fc.oneof({ weight: 9, arbitrary: point }, { weight: 1, arbitrary: missing }), {
  minLength: 1,
  maxLength: 140,
});

type Seen = readonly ({ level: number; share: number; weight: number } | null)[];

/** Long stretches of one level, so that rules which want persistence get it. */
const stretch = fc
  .tuple(level, fc.integer({ min: 10, max: 60 }), fc.integer({ min: 0, max: 50 }))
  .map(
    ([height, length, weight]): Seen =>
      Array.from({ length }, (_, i) => ({ level: height, share: 1 + (i % 7) / 100, weight })),
  );
const whatever = fc.oneof(
  seen,
  fc.array(stretch, { minLength: 1, maxLength: 4 }).map((stretches): Seen => stretches.flat()),
);

const cases = fc
  .record({
    stepSeconds: fc.constantFrom(10, 60),
    jitter: fc.integer({ min: -1, max: 5 }),
    family: fc.constantFrom('errors', 'latency', 'kpi'),
    quiet: fc.integer({ min: 0, max: 70 }),
    base: fc.constantFrom(0, 0.001),
    after: whatever,
    other: whatever,
  })
  .map(({ stepSeconds, jitter, family, quiet, base, after, other }): DetectionCase => {
    const first =
      family === 'kpi' ? signalOf('value', 'kpi', after) : signalOf(family, family as 'errors', after);
    const second = family === 'errors' ? [signalOf('latency_p90', 'latency', other)] : [];
    return {
      ...{ id: 'any', group: 'any', source: 'any', system: 'any', stepSeconds, began, judgedFrom: began },
      ...{ label: 'benign', visible: null, onset: null, rollout: null, signals: [first, ...second] },
    };

    function signalOf(name: string, of: Signal['family'], values: Seen): Signal {
      const history = Array.from({ length: quiet }, (_, i): Point => {
        return { t: began - (quiet - i) * stepSeconds, value: base * (1 + (i % 5) / 10), weight: 20 };
      });
      const points = values.flatMap((value, i): Point[] => {
        if (value === null) return [];
        const t = began + (i + 1) * stepSeconds + (stepSeconds === 60 ? jitter : 0);
        return [{ t, value: value.level * value.share, weight: value.weight }];
      });
      return { name, family: of, worse: of === 'kpi' ? 'either' : 'higher', history, after: points };
    }
  });

function changed(
  recorded: DetectionCase,
  after: (points: readonly Point[]) => readonly Point[],
): DetectionCase {
  return {
    ...recorded,
    signals: recorded.signals.map((signal) => ({ ...signal, after: after(signal.after) })),
  };
}

describe.each(peers)('$name', (peer) => {
  test('sees nothing that comes later, and can alarm at all', () => {
    let alarms = 0;
    fc.assert(
      fc.property(cases, (recorded) => {
        const alarm = peer.alarmAt(recorded);
        if (alarm === null) return;
        alarms++;
        const times = recorded.signals.flatMap(({ after }) => after.map(({ t }) => t));
        expect(times).toContain(alarm);
        const truncated = changed(recorded, (points) => points.filter(({ t }) => t <= alarm));
        expect(peer.alarmAt(truncated)).toBe(alarm);
        const turned = changed(recorded, (points) =>
          points.map((p) => (p.t > alarm ? { ...p, value: 1 - p.value } : p)),
        );
        expect(peer.alarmAt(turned)).toBe(alarm);
        const before = changed(recorded, (points) => points.filter(({ t }) => t < alarm));
        expect(peer.alarmAt(before)).toBeNull();
      }),
      { seed: 20_261_121, numRuns: 150 },
    );
    expect(alarms).toBeGreaterThan(3);
  });
});
