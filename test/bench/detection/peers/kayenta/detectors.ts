import type { DetectionCase, Detector, Signal } from '../../case.ts';
import { looks, pointTimes } from '../clock.ts';
import { minute, minutesBefore, minutesSince } from '../minutes.ts';
import { watchedBy } from '../watched.ts';
import { classify, defaults, type Metric } from './classify.ts';

/** A canary analysis whose control is the time before the rollout, in the values of a minute that are usual. */
interface Analysis extends Pick<Metric, 'allowedIncrease' | 'allowedDecrease'> {
  readonly controlSeconds: number;
  /** The judge has no minimum of its own: of two separated values a side it says High. */
  readonly fewestValues: number;
}

const hour = 60 * minute;
const plain: Analysis = { allowedIncrease: 1, allowedDecrease: 1, controlSeconds: hour, fewestValues: 1 };
const floor = { allowedIncrease: 1.25, allowedDecrease: 0.8 };
/** What keeps its false alarms lowest on the recorded sets: patience, and a short control. */
const tuned = { controlSeconds: 15 * minute, fewestValues: 3 };

export const kayentas: readonly Detector[] = [
  eachMinute('Kayenta each minute', plain),
  eachMinute('Kayenta each minute, effect of 1.25', { ...plain, ...floor }),
  eachMinute('Kayenta from the third minute', { ...plain, ...tuned }),
  eachMinute('Kayenta from the third minute, effect of 1.25', {
    ...plain,
    ...tuned,
    ...floor,
  }),
  onceAfterTenPoints('Kayenta once after ten points', plain),
];

/** Judged again every minute over all that was seen since the start, as with an interval shorter than the lifetime. */
function eachMinute(name: string, analysis: Analysis): Detector {
  return {
    name,
    alarmAt(recorded) {
      const isWorse = judge(recorded, analysis);
      for (const t of looks(recorded, minute)) if (isWorse(t)) return t;
      return null;
    },
  };
}

const lifetimePoints = 10;

/** One judgement, at the end of the lifetime: what happens where no interval is configured. */
function onceAfterTenPoints(name: string, analysis: Analysis): Detector {
  return {
    name,
    alarmAt(recorded) {
      const { judgedFrom, stepSeconds } = recorded;
      const end = judgedFrom + lifetimePoints * Math.max(minute, stepSeconds);
      const t = pointTimes(recorded).find((time) => time + stepSeconds >= end);
      return t !== undefined && judge(recorded, analysis)(t) ? t : null;
    },
  };
}

/** Whether any metric is High (or Low, where nobody said which direction is worse) at a moment. */
function judge(recorded: DetectionCase, analysis: Analysis): (t: number) => boolean {
  const signals = watchedBy(recorded).map((signal) => ({
    signal,
    metric: metricOf(signal, analysis),
    control: scaled(signal, minutesBefore(recorded, signal, analysis.controlSeconds)),
  }));
  return (t) =>
    signals.some(({ signal, metric, control }) => {
      const experiment = scaled(signal, minutesSince(recorded, signal, t));
      if (experiment.length < analysis.fewestValues) return false;
      return ['High', 'Low'].includes(classify(metric, experiment, control));
    });
}

function metricOf({ worse }: Signal, { allowedIncrease, allowedDecrease }: Analysis): Metric {
  return {
    ...defaults,
    allowedIncrease,
    allowedDecrease,
    direction: worse === 'either' ? 'either' : 'increase',
  };
}

/** Ratios in parts per million and latencies in microseconds: the judge's tolerance of 1e-4 is absolute. */
function scaled({ family }: Signal, values: readonly number[]): number[] {
  const factor = family === 'errors' || family === 'latency' ? 1e6 : 1;
  return values.map((value) => value * factor);
}
