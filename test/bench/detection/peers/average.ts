import type { DetectionCase, Point, Signal } from '../case.ts';

/**
 * What a query over the last seconds, and never less than a step, answers: the average, weighted by requests. The
 * window ends half a step early in the past, so that stamps which come a second too soon bring no point too many.
 *
 * @returns null where there is no point, NaN where the points stand for no request, as 0/0 does in a query
 */
export function averageOver(
  { stepSeconds }: DetectionCase,
  { history, after }: Signal,
  { seconds, until }: { readonly seconds: number; readonly until: number },
): number | null {
  const from = until - Math.max(seconds, stepSeconds) + stepSeconds / 2;
  const within = ({ t }: Point) => t > from && t <= until;
  const points = [...history.filter(within), ...after.filter(within)];
  return points.length === 0 ? null : average(points);
}

export function average(points: readonly Point[]): number {
  const counted = points.filter(({ weight }) => weight > 0);
  const weight = counted.reduce((sum, point) => sum + point.weight, 0);
  return counted.reduce((sum, point) => sum + point.weight * point.value, 0) / weight;
}
