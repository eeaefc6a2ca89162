import { type ShiftRule, shifted, shiftRule } from '@backout/verdict/gauge';
import type { DetectionCase, Detector } from './case.ts';
import { newPodsAreSilent } from './silent-pods.ts';
import { forecastOf, judgedOf, watch } from './tracks.ts';

/** The product's own test of gauges, and of a rollout that was recorded by its pods whether the new ones serve. */
export function backout(rule: ShiftRule = shiftRule): Detector {
  return { name: 'backout', alarmAt: (recorded) => firstAlarm(recorded, rule)?.t ?? null };
}

interface Alarm {
  readonly t: number;
  readonly reason: 'shift' | 'silent-pods';
}

function firstAlarm(recorded: DetectionCase, rule: ShiftRule): Alarm | null {
  for (const { t, test, counts } of watch(recorded, rule)) {
    if (counts && shifted(test)) return { t, reason: 'shift' };
    // Two witnesses: neither would be believed alone.
    if (test.deviation > rule.drift && newPodsAreSilent(recorded, t)) return { t, reason: 'silent-pods' };
  }
  return null;
}

/** Why a case ends as it does. */
export function verdictOf(recorded: DetectionCase) {
  const alarm = firstAlarm(recorded, shiftRule);
  if (alarm !== null) return { verdict: 'regression', reason: alarm.reason };
  const judged = judgedOf(recorded);
  if (judged.every(({ after }) => after.length === 0)) return { verdict: 'no-data', reason: 'no-series' };
  const known = judged.filter((signal) => forecastOf(signal, recorded) !== null);
  return known.length === 0
    ? { verdict: 'no-data', reason: 'no-baseline' }
    : { verdict: 'healthy', reason: 'watch-ended' };
}

/** The signal whose sum came nearest to its limit, as a share of it. */
export function closestOf(recorded: DetectionCase): { signal: string | null; reached: number } {
  let closest: { signal: string | null; reached: number } = { signal: null, reached: 0 };
  for (const { signal, test } of watch(recorded, shiftRule)) {
    const reached = Math.max(test.higher, test.lower) / test.rule.limit;
    if (reached > closest.reached)
      closest = { signal: signal.name, reached: Math.round(100 * reached) / 100 };
  }
  return closest;
}
