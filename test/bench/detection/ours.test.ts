import { describe, expect, test } from 'vitest';
import type { DetectionCase, Point, Rollout, Signal } from './case.ts';
import { backout, verdictOf } from './ours.ts';

const began = 1_700_000_000;
const ready = began + 40;

/** A value a minute; null: none. Seconds are those after the first new pod was ready. */
type Told = (second: number) => number | null;

interface Release {
  readonly service: Told;
  readonly canary?: Told | null;
  readonly control?: Told | null;
  /** of the new pods a minute, where they are counted */
  readonly requests?: number;
  readonly readyAt?: number | null;
  readonly family?: 'errors' | 'latency';
  readonly stepSeconds?: number;
}

const usual = 0.002;
const quiet: Told = () => usual;

function points(told: Told, stepSeconds: number, weight = 1): Point[] {
  return Array.from({ length: 10 }, (_, step) => 20 + step * stepSeconds).flatMap((second) => {
    const value = told(second);
    return value === null ? [] : [{ t: ready + second, value, weight }];
  });
}

function released({ service, canary, control, requests, ...rest }: Release): DetectionCase {
  const { readyAt = ready, family = 'errors', stepSeconds = 60 } = rest;
  const history = Array.from({ length: 60 }, (_, minute): Point => {
    return { t: began - 3600 + minute * 60, value: usual + (minute % 3) * 0.0005, weight: 1 };
  });
  const name = family === 'errors' ? 'error_ratio' : 'latency_p90';
  const errors: Signal = { name, family, worse: 'higher', history, after: points(service, stepSeconds) };
  const newPods = canary === undefined || canary === null ? [] : points(canary, stepSeconds, requests);
  const oldPods = control === undefined || control === null ? [] : points(control, stepSeconds);
  const counted: Signal[] =
    requests === undefined
      ? []
      : [{ ...errors, name: 'requests', family: 'requests', after: points(() => requests, stepSeconds) }];
  const rollout: Rollout = {
    readyAt,
    canary: [{ ...errors, after: newPods }, ...counted],
    control: new Map([[name, oldPods]]),
    served: { canary: newPods.map(({ t }) => t), control: oldPods.map(({ t }) => t) },
  };
  return {
    ...{
      id: 'a',
      group: 'a',
      source: 'scripted',
      system: 'scripted',
      stepSeconds,
      began,
      judgedFrom: ready,
    },
    ...{ label: 'regression', visible: true, onset: null, signals: [errors], rollout },
  };
}

/** Seconds from the first ready pod to the alarm, and why. */
function alarmOf(release: Release) {
  const recorded = released(release);
  const alarm = backout().alarmAt(recorded);
  return alarm === null ? null : [alarm - ready, verdictOf(recorded).reason];
}

const broken: Told = () => 0.4;
const cold: Told = (second) => (second < 60 ? 0.3 : usual);

describe('a release of which the service alone is known', () => {
  test('is judged by its first point, as nobody knows of new pods', () => {
    expect(backout().alarmAt({ ...released({ service: broken }), rollout: null })).toBe(ready + 20);
  });

  test('and when the first pod was ready: what lasts is found a point later, what fades is not', () => {
    expect(alarmOf({ service: broken })).toEqual([80, 'shift']);
    expect(alarmOf({ service: cold })).toBeNull();
    expect(alarmOf({ service: (second) => (second < 60 ? 0.3 : second < 120 ? 0.017 : usual) })).toBeNull();
  });

  test('a fault that begins later is found at its first point', () => {
    expect(alarmOf({ service: (second) => (second < 180 ? usual : 0.4) })).toEqual([200, 'shift']);
  });
});

describe('new pods', () => {
  test('that are broken alarm though the service hardly shows it', () => {
    const hardly: Told = () => usual + 0.006;
    expect(alarmOf({ service: hardly })).toBeNull();
    expect(alarmOf({ service: hardly, canary: broken, control: quiet })).toEqual([80, 'shift']);
  });

  test('that are cold do not alarm, be it for their first point or for the first minute of their own', () => {
    expect(alarmOf({ service: quiet, canary: cold, control: quiet })).toBeNull();
    const later: Told = (second) => (second < 200 ? null : second < 260 ? 0.3 : usual);
    expect(alarmOf({ service: quiet, canary: later, control: quiet })).toBeNull();
  });

  test('are as slow as the old ones beside them: that is not the release', () => {
    expect(alarmOf({ service: broken, canary: broken, control: broken })).toBeNull();
    const slow: Release = { service: () => 0.9, canary: () => 0.9, control: () => 0.9, family: 'latency' };
    expect(alarmOf(slow)).toBeNull();
    expect(alarmOf({ ...slow, control: quiet })).toEqual([80, 'shift']);
  });

  test('count by how far they are away from the old ones as well', () => {
    expect(alarmOf({ service: quiet, canary: () => 0.2, control: () => 0.195 })).toBeNull();
    expect(alarmOf({ service: quiet, canary: () => 0.2, control: () => 0.1 })).toEqual([80, 'shift']);
  });

  test('are compared with the past alone when the old ones are gone', () => {
    const until: Told = (second) => (second < 120 ? 0.2 : null);
    expect(alarmOf({ service: () => 0.2, canary: () => 0.2, control: until })).toEqual([140, 'shift']);
  });

  test('that fail one request of ten are not broken: three make a worsening', () => {
    const one: Told = (second) => (second >= 180 && second < 240 ? 0.1 : 0);
    expect(alarmOf({ service: quiet, canary: one, control: quiet, requests: 10 })).toBeNull();
    const three: Told = (second) => (second >= 180 && second < 240 ? 0.3 : 0);
    expect(alarmOf({ service: quiet, canary: three, control: quiet, requests: 10 })).toEqual([200, 'shift']);
  });
});

describe('new pods that serve nothing while the old ones do', () => {
  const slightly: Told = (second) => (second > 150 ? usual + 0.011 : usual);

  test('make one point that is a little away an alarm', () => {
    expect(alarmOf({ service: slightly, canary: null, control: slightly })).toEqual([200, 'silent-pods']);
    expect(alarmOf({ service: slightly, canary: quiet, control: quiet })).toBeNull();
  });

  test('alone are none', () => {
    expect(alarmOf({ service: quiet, canary: null, control: quiet })).toBeNull();
  });

  test('after they did serve are the same', () => {
    const crashed: Told = (second) => (second < 60 ? usual : null);
    expect(alarmOf({ service: slightly, canary: crashed, control: quiet })).toEqual([200, 'silent-pods']);
  });

  test('are not silent before two minutes, nor where the old ones are as silent', () => {
    const soon: Told = (second) => (second < 120 ? usual + 0.011 : usual);
    expect(alarmOf({ service: soon, canary: null, control: quiet })).toBeNull();
    expect(alarmOf({ service: slightly, canary: null, control: null })).toBeNull();
  });

  test('are awaited for two minutes however often they are looked at', () => {
    const always: Told = () => usual + 0.011;
    const often: Release = { service: always, canary: null, control: quiet, stepSeconds: 15 };
    expect(alarmOf(often)).toEqual([125, 'silent-pods']);
    expect(alarmOf({ ...often, stepSeconds: 300 })).toEqual([620, 'silent-pods']);
  });

  test('are awaited from the rollout on where nobody knows when they were ready', () => {
    expect(alarmOf({ service: slightly, canary: null, control: quiet, readyAt: null })).toEqual([
      200,
      'silent-pods',
    ]);
  });
});

test('no alarm depends on what comes after it', () => {
  const late: Told = (second) => (second > 300 ? usual : null);
  const slightly: Told = (second) => (second > 150 ? usual + 0.011 : usual);
  const shapes: readonly Told[] = [quiet, broken, cold, late, slightly];
  const seen = shapes.flatMap((service) =>
    [null, ...shapes].flatMap((canary) => [null, ...shapes].map((control) => ({ service, canary, control }))),
  );
  for (const release of seen) {
    const [alarm = Number.POSITIVE_INFINITY, reason] = alarmOf(release) ?? [];
    for (let until = 20; until < 600; until += 60) {
      const cut = (told: Told | null): Told | null => told && ((at) => (at > until ? null : told(at)));
      const { service, canary, control } = release;
      const known = { service: cut(service) as Told, canary: cut(canary), control: cut(control) };
      expect(alarmOf(known)).toEqual(Number(alarm) <= until ? [alarm, reason] : null);
    }
  }
});
