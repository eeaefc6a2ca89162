import type { DetectionCase } from './case.ts';
import { closestOf } from './ours.ts';
import { type Answer, delayOf } from './score.ts';

export interface Miss {
  readonly id: string;
  readonly what: 'missed' | 'false alarm';
  /** The signal that came closest, and how near: 1 is an alarm. */
  readonly signal: string | null;
  readonly reached: number;
}

/** Every visible fault that was not found and every benign case that was called one. */
export function missesOf(cases: readonly DetectionCase[], answers: ReadonlyMap<string, Answer>): Miss[] {
  return cases.flatMap((recorded) => {
    const alarm = answers.get(recorded.id) ?? null;
    const missed =
      recorded.label === 'regression' && recorded.visible !== false && delayOf(recorded, alarm) === null;
    const falseAlarm = recorded.label === 'benign' && alarm !== null;
    if (!missed && !falseAlarm) return [];
    return [
      {
        id: recorded.id,
        what: missed ? ('missed' as const) : ('false alarm' as const),
        ...closestOf(recorded),
      },
    ];
  });
}
