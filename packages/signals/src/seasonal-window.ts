import type { Window } from './signals.ts';

const weekMs = 7 * 24 * 3_600_000;
/** Before the same moment a week ago, for the level that it had, and after it: a watch is seldom longer. */
const beforeMs = 1_800_000;
const afterMs = 3_600_000;
/** A level is not known from fewer. */
const levelSteps = 6;

/** What a gauge is compared with of last week, in whole steps around the same moment. */
export function seasonalWindow(at: number, stepMs: number): Window {
  const steps = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  const then = at - weekMs;
  return { from: then - steps(Math.max(beforeMs, levelSteps * stepMs)), to: then + steps(afterMs) };
}
