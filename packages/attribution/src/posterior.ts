import { likelihoods } from './likelihoods.ts';

export interface Alignment {
  /** When the regression began, in seconds after the sync; a negative number is before it. */
  readonly lagSeconds: readonly [from: number, to: number];
  readonly watchSeconds: number;
  /** Chance that the verdict itself is a false alarm. */
  readonly falseAlarm: number;
  /** Commits that went live with the sync and were not vetoed. */
  readonly changes: number;
  /** What else it changed. */
  readonly others: number;
}

export interface Posterior {
  /** One per change, newest first. */
  readonly changes: readonly number[];
  readonly others: readonly number[];
  readonly none: number;
}

/**
 * Bayes over "one of these changes" and "none of them", from when the regression began.
 *
 *   deployment: it breaks something, and the fault shows in the observed interval
 *   none:       an unrelated fault begins in the same interval, or the alarm is false and points there by chance
 */
export function posterior({
  lagSeconds: [from, to],
  watchSeconds,
  falseAlarm,
  changes,
  others,
}: Alignment): Posterior {
  if (changes + others === 0 || to < 0) return { changes: [], others: [], none: 1 };
  const begin = Math.max(0, from);
  const width = Math.max(1, to - begin);
  const { deploymentBreaks, showsAtOnce, atOnceSeconds, unrelatedPerSecond } = likelihoods;
  const atOnce = overlap(begin, begin + width, atOnceSeconds) / atOnceSeconds;
  const later = Math.min(1, width / Math.max(width, watchSeconds));
  const deployment = deploymentBreaks * (showsAtOnce * atOnce + (1 - showsAtOnce) * later);
  const none = unrelatedPerSecond * Math.max(1, to - from) + falseAlarm * later;
  const guilty = deployment / (deployment + none);
  const all = shares(changes, others).map((share) => share * guilty);
  return { changes: all.slice(0, changes), others: all.slice(changes), none: 1 - guilty };
}

function overlap(from: number, to: number, end: number): number {
  return Math.max(0, Math.min(to, end) - Math.min(from, end));
}

function shares(changes: number, others: number): number[] {
  const { guiltyIsKthNewest, otherChange } = likelihoods;
  const weights = [
    ...Array.from({ length: changes }, (_, index) => guiltyIsKthNewest[index] ?? 0.01),
    ...Array.from({ length: others }, () => otherChange),
  ];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
