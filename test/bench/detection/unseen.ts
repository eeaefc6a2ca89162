import type { ShiftRule } from '@backout/verdict/gauge';
import { type Answers, judge } from './answers.ts';
import type { DetectionCase } from './case.ts';
import { backout } from './ours.ts';
import { type Scored, score } from './score.ts';

/** What could be chosen: everything around the rule that is shipped. */
const grid: readonly ShiftRule[] = [1.2, 1.4, 1.6, 2].flatMap((noise) =>
  [0.6, 0.75, 0.9, 1.1].flatMap((drift) => [2, 2.5, 3, 4].map((limit) => ({ noise, drift, limit, cap: 6 }))),
);

/** The share of benign cases that may alarm where a rule is chosen. */
const mostAlarms = 0.007;

export interface Unseen {
  readonly source: string;
  readonly rule: ShiftRule;
  readonly answers: Answers;
}

/** For every source the rule that is best on all other ones, and what it answers on the one that chose nothing. */
export function tunedWithout(
  cases: readonly DetectionCase[],
  sourceOf: (recorded: DetectionCase) => string,
): Unseen[] {
  const sources = [...new Set(cases.map(sourceOf))];
  return sources.map((source) => {
    const rule = best(cases.filter((recorded) => sourceOf(recorded) !== source));
    return {
      source,
      rule,
      answers: answersOf(
        cases.filter((recorded) => sourceOf(recorded) === source),
        rule,
      ),
    };
  });
}

function best(cases: readonly DetectionCase[]): ShiftRule {
  const tried = grid.map((rule) => ({ rule, worth: worth(score(cases, answersOf(cases, rule))) }));
  return tried.reduce((one, other) => (other.worth > one.worth ? other : one)).rule;
}

/** Recall, as long as there are few false alarms; of two with the same recall the one that alarms less. */
function worth({ visible, falseAlarms }: Scored): number {
  const alarms = falseAlarms.hits / Math.max(1, falseAlarms.of);
  const recall = visible.hits / Math.max(1, visible.of);
  return alarms > mostAlarms ? -alarms : recall - alarms / 10;
}

function answersOf(cases: readonly DetectionCase[], rule: ShiftRule): Answers {
  return judge(backout(rule), cases).answers;
}
