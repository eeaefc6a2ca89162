import type { DetectionCase, Detector, Signal } from '../case.ts';
import { averageOver } from './average.ts';
import { looks } from './clock.ts';
import { minute, minutesBefore } from './minutes.ts';
import { watchedBy } from './watched.ts';

const inARow = 3;

/** Of an hour, these rules lose ten points of recall on the recorded Online Boutique. */
const baselineSeconds = 15 * minute;

type IsBad = (value: number) => boolean;

/** @returns the rule for a signal, null where there is too little to compare with */
type Rule = (recorded: DetectionCase, signal: Signal) => IsBad | null;

/**
 * The rules that teams write themselves, as alerts over one minute (or over a step of the recording, if that is
 * longer): a threshold, or three standard deviations, once or three times in a row. Signals are ORed.
 */
export const simpleRules: readonly Detector[] = [
  alarming('error > 1 % or latency > 1.5x, three in a row', threshold, inARow),
  alarming('3 sigma, one point', threeSigma, 1),
  alarming('3 sigma, three in a row', threeSigma, inARow),
];

function alarming(name: string, rule: Rule, needed: number): Detector {
  return {
    name,
    alarmAt(recorded) {
      const alarms = watchedBy(recorded).map((signal) => firstRun(recorded, signal, rule, needed));
      const first = Math.min(...alarms.filter((t) => t !== null));
      return Number.isFinite(first) ? first : null;
    },
  };
}

/** A missing value neither counts nor ends a run. */
function firstRun(recorded: DetectionCase, signal: Signal, rule: Rule, needed: number): number | null {
  const isBad = rule(recorded, signal);
  if (isBad === null) return null;
  let run = 0;
  for (const t of looks(recorded, minute)) {
    const value = averageOver(recorded, signal, { seconds: minute, until: t });
    if (value === null || Number.isNaN(value)) continue;
    run = isBad(value) ? run + 1 : 0;
    if (run === needed) return t;
  }
  return null;
}

const errorRatio = 0.01;
const factor = 1.5;

/** Latency against the mean before the rollout; a KPI by the same factor in both directions. */
function threshold(recorded: DetectionCase, signal: Signal): IsBad | null {
  if (signal.family === 'errors') return (value) => value > errorRatio;
  const before = minutesBefore(recorded, signal, baselineSeconds);
  if (before.length === 0) return null;
  const { mean } = momentsOf(before);
  if (signal.worse === 'higher') return (value) => value > factor * mean;
  return (value) => value > factor * mean || value < mean / factor;
}

const deviations = 3;
const fewestValues = 5;

function threeSigma(recorded: DetectionCase, signal: Signal): IsBad | null {
  const before = minutesBefore(recorded, signal, baselineSeconds);
  if (before.length < fewestValues) return null;
  const { mean, sigma } = momentsOf(before);
  const limit = deviations * Math.max(sigma, leastSigma(signal, mean));
  if (signal.worse === 'higher') return (value) => value - mean > limit;
  return (value) => Math.abs(value - mean) > limit;
}

/** A history that never moved would alarm on nothing: a tenth of a percentage point of errors, 1 % of another level. */
function leastSigma({ family }: Signal, mean: number): number {
  return family === 'errors' ? 0.001 : 0.01 * Math.abs(mean);
}

function momentsOf(values: readonly number[]): { mean: number; sigma: number } {
  const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const mean = meanOf(values);
  return { mean, sigma: Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) };
}
