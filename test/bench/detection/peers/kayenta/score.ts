import type { Classification } from './classify.ts';

export interface Judged {
  readonly classification: Classification;
  readonly group: string;
  /** The metric is critical, and worse by more than is allowed a critical one. */
  readonly critical: boolean;
  readonly muted: boolean;
}

export interface Thresholds {
  readonly pass: number;
  readonly marginal: number;
}

/**
 * 0 to 100 over all metrics: the share of those that pass, group by group (the scoring of
 * spinnaker/kayenta a69573be). A group of nothing but errors scores 100 there, and so it does here.
 *
 * @param weights per cent of the named groups; the others share the rest equally
 */
export function score(judged: readonly Judged[], weights: Readonly<Record<string, number>> = {}): number {
  const heard = judged.filter(({ muted }) => !muted);
  if (heard.some(({ critical, classification }) => critical && classification !== 'Pass')) return 0;
  const silent = heard.filter(({ classification }) => classification === 'Nodata').length;
  if (silent * 2 >= heard.length) return 0;
  const groups = Map.groupBy(heard, ({ group }) => group);
  const unweighted = [...groups.keys()].filter((group) => !(group in weights)).length;
  const left = 100 - Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const total = [...groups].reduce(
    (sum, [group, members]) => sum + (groupScore(members) * (weights[group] ?? left / unweighted)) / 100,
    0,
  );
  return Math.round(total * 100) / 100;
}

export function outcomeOf(value: number, { pass, marginal }: Thresholds): 'Pass' | 'Marginal' | 'Fail' {
  if (value >= pass) return 'Pass';
  return value >= marginal ? 'Marginal' : 'Fail';
}

const counted: readonly Classification[] = ['High', 'Low', 'Pass', 'NodataFailMetric'];

function groupScore(members: readonly Judged[]): number {
  const relevant = members.filter(({ classification }) => counted.includes(classification));
  if (relevant.length === 0) return 100;
  return (100 * relevant.filter(({ classification }) => classification === 'Pass').length) / relevant.length;
}
