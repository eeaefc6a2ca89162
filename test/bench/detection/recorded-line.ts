import type { DetectionCase } from './case.ts';
import { numberOf, type Pair, pointsOf, spacingOf } from './points.ts';
import { rolloutOf } from './recorded-rollout.ts';
import { type Fields, recordOf, type SeriesOf, splitSeries, textOf } from './recorded-series.ts';
import { type Frame, signalsOf } from './recorded-signals.ts';

/** Points after the rollout within which an alarm counts. */
const window = 10;
/** Expert-labelled incidents of production KPIs build up slowly. */
const longWindow = 20;

/**
 * A line of a recorded set. Others wrote it, so whatever is missing is taken for unknown, and a line of which nothing
 * is left is still a case: one without data, which has to be answered as such.
 *
 * @param unnamed the id of a case that has none
 */
export function caseOf(line: Fields, unnamed: string): DetectionCase {
  const all = splitSeries(line);
  const id = textOf(line.id) ?? unnamed;
  const source = textOf(line.source) ?? 'unknown';
  const stepSeconds = stepOf(line, all.service);
  const frame = frameOf(line, source, stepSeconds);
  const signals = frame === null ? [] : signalsOf(all.service, frame);
  const began = frame?.began ?? 0;
  return {
    ...{ id, group: textOf(line.group) ?? id, source, system: textOf(line.system) ?? source },
    ...{ stepSeconds, began, judgedFrom: frame?.judgedFrom ?? began, signals },
    label: line.label === 'regression' || line.label === 'benign' ? line.label : null,
    visible: visibleOf(line.visible),
    onset: numberOf(line.onset_est),
    rollout: frame === null ? null : rolloutOf(numberOf(line.t_ready), all, signals, frame),
  };
}

/** null where nobody said when the rollout began: nothing can be compared then. */
function frameOf(line: Fields, source: string, stepSeconds: number): Frame | null {
  const ready = numberOf(line.t_ready);
  const began = numberOf(line.t0) ?? ready;
  if (began === null) return null;
  const judgedFrom = Math.max(began, ready ?? began);
  const points = source.startsWith('MS ') ? longWindow : window;
  const until = judgedFrom + points * stepSeconds;
  return { began, judgedFrom, until, meaningless: line.direction === 'either' };
}

function stepOf(line: Fields, series: SeriesOf): number {
  const told = numberOf(line.step_s);
  if (told !== null && told > 0) return told;
  const longest = [...series.values()].reduce<Pair[]>((most, one) => {
    const points = pointsOf(one);
    return points.length > most.length ? points : most;
  }, []);
  return spacingOf(longest) ?? 60;
}

function visibleOf(visible: unknown): boolean | null {
  const golden = recordOf(visible)?.golden ?? visible;
  return typeof golden === 'boolean' ? golden : null;
}
