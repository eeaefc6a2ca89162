import type { DetectionCase, Point, Signal } from '../case.ts';
import { average } from './average.ts';

export const minute = 60;

/**
 * The values of a rule that asks once a minute: those of whole minutes, counted from the moment the new version is
 * judged, and of a recording in longer steps its points. Points that stand for no request say nothing.
 */
function minutesOf({ judgedFrom, stepSeconds }: DetectionCase, points: readonly Point[]): number[] {
  const heard = points.filter(({ weight }) => weight > 0);
  if (stepSeconds >= minute) return heard.map(({ value }) => value);
  return [...Map.groupBy(heard, ({ t }) => Math.ceil((t - judgedFrom) / minute)).values()].map(average);
}

/** Recordings have holes: a baseline takes so many points from further back where its time has fewer. */
const fewestPoints = 15;

/** What there was just before the rollout. */
export function minutesBefore(recorded: DetectionCase, { history }: Signal, seconds: number): number[] {
  const recent = history.filter(({ t }) => t > recorded.began - seconds);
  return minutesOf(recorded, recent.length >= fewestPoints ? recent : history.slice(-fewestPoints));
}

export function minutesSince(recorded: DetectionCase, { after }: Signal, until: number): number[] {
  return minutesOf(
    recorded,
    after.filter(({ t }) => t <= until),
  );
}
