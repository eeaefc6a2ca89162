import type { CountStep } from '../plan.ts';
import { counts, errors, history, type Outcome, play, sync } from './scripted-watch.ts';

interface Served {
  readonly bad: number;
  readonly total: number;
}

interface Fixture {
  readonly before?: readonly CountStep[];
  readonly every?: number;
  readonly seconds?: number;
  readonly at: (second: number) => { readonly canary: Served; readonly stable: Served | null };
}

/** A watch that knows what old pods served beside the new ones, or does not: with the same counts of the new ones. */
export function watched({
  before = history(50, () => 0.001),
  every = 10,
  seconds = 900,
  at,
}: Fixture): Outcome {
  return play({
    signals: [errors],
    plan: { canaryConfidence: 0.95 },
    baselines: [{ signal: 'errors', steps: before, series: 'history' }],
    everySeconds: every,
    seconds,
    read: (second) => {
      const { canary, stable } = at(second);
      const control = stable === null ? {} : { control: stable };
      return [counts('errors', { at: sync + second * 1000, seconds: every, ...canary, ...control })];
    },
  });
}

export const served = (total: number, ratio: number): Served => ({ bad: Math.round(total * ratio), total });
