import type { Aged, CountStep } from '../plan.ts';

/** Seconds: so long it is told how old a process is. A fault may show first in pods that are some minutes old. */
export const agedSeconds = 300;
/** Seconds: so long a process is young, and what it fails may be its start. */
const youngSeconds = 60;

export function isAged({ aged }: CountStep): boolean {
  return aged !== undefined && aged.length > 0;
}

/** Whether a young process had a part in it. */
export function isYoung({ aged }: CountStep): boolean {
  return aged?.some(({ seconds }) => seconds <= youngSeconds) ?? false;
}

/**
 * Pods that are replaced one after the other are cold one after the other: by the clock their warm-ups are one fault that
 * lasts as long as the rollout. By age they lie on top of each other and fade as one, and a fault does not fade by age.
 *
 * @returns what new processes did, as steps of their age; null where they started together, or are not told apart
 */
export function byAge(steps: readonly CountStep[]): CountStep[] | null {
  const [width, starts] = [widest(steps), startsOf(steps)];
  if (starts === null || starts.last - starts.first < width) return null;
  const ages = Map.groupBy(
    steps.flatMap(({ aged = [] }) => aged),
    ({ seconds }) => Math.ceil(seconds / width),
  );
  return [...ages]
    .sort(([a], [b]) => a - b)
    .map(([age, all]) => ({ at: age * width * 1000, seconds: width, ...pooled(all) }));
}

function widest(steps: readonly CountStep[]): number {
  return steps.reduce((width, step) => (isAged(step) ? Math.max(width, step.seconds) : width), 1);
}

/** Seconds; folded, because a large rollout has more ages than a call takes arguments. */
function startsOf(steps: readonly CountStep[]): { readonly first: number; readonly last: number } | null {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at, aged = [] } of steps) {
    for (const { seconds } of aged) {
      first = Math.min(first, at / 1000 - seconds);
      last = Math.max(last, at / 1000 - seconds);
    }
  }
  return last < first ? null : { first, last };
}

/** The step without what processes did in it that were younger than so many seconds. */
export function withoutYoung(step: CountStep, seconds: number): CountStep {
  const young = step.aged?.filter((one) => one.seconds <= seconds) ?? [];
  if (young.length === 0) return step;
  const { bad, total } = pooled(young);
  return { ...step, bad: Math.max(0, step.bad - bad), total: Math.max(0, step.total - total) };
}

function pooled(all: readonly Aged[]): { readonly bad: number; readonly total: number } {
  return all.reduce((sum, { bad, total }) => ({ bad: sum.bad + bad, total: sum.total + total }), {
    bad: 0,
    total: 0,
  });
}
