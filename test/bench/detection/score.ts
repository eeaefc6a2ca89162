import type { DetectionCase } from './case.ts';

/** Unix seconds of the first alarm of a case, null where there is none. */
export type Answer = number | null;

export interface Scored {
  readonly visible: Share;
  /** Every fault, also those that no golden signal shows. */
  readonly all: Share;
  readonly falseAlarms: Share;
  /** Of the visible faults that were detected, ascending, seconds. */
  readonly seconds: readonly number[];
}

export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** An alarm so long before the series moves has found something else. */
const tooEarlySeconds = 60;

export function score(cases: readonly DetectionCase[], answers: ReadonlyMap<string, Answer>): Scored {
  const faults = cases.filter(({ label }) => label === 'regression');
  const benign = cases.filter(({ label }) => label === 'benign');
  const delays = (recorded: DetectionCase) => delayOf(recorded, answers.get(recorded.id) ?? null);
  const visible = faults.filter((fault) => fault.visible ?? true);
  return {
    visible: share(visible, (fault) => delays(fault) !== null),
    all: share(faults, (fault) => delays(fault) !== null),
    falseAlarms: share(benign, ({ id }) => (answers.get(id) ?? null) !== null),
    seconds: visible.flatMap((fault) => delays(fault) ?? []).sort((one, other) => one - other),
  };
}

/** Seconds from what was to be seen to the alarm; null where it was not detected. */
export function delayOf({ judgedFrom, onset }: DetectionCase, alarm: Answer): number | null {
  if (alarm === null) return null;
  const since = onset ?? judgedFrom;
  return alarm < since - tooEarlySeconds ? null : Math.max(0, alarm - since);
}

function share(cases: readonly DetectionCase[], hit: (recorded: DetectionCase) => boolean): Share {
  return { hits: cases.filter(hit).length, of: cases.length };
}

/** Wilson's interval at 95 %. */
export function interval({ hits, of }: Share): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
