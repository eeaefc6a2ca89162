/** A moment in unix seconds and what was measured. */
export type Pair = readonly [number, number];

/**
 * A recorded series, oldest first and one value a moment. What is no number at all is a hole: NaN, null and strings
 * for them come from every exporter. Of two values for one moment the later one is the correction.
 */
export function pointsOf(series: unknown): Pair[] {
  if (!Array.isArray(series)) return [];
  const found = new Map<number, number>();
  for (const pair of series) {
    if (!Array.isArray(pair)) continue;
    const [t, value] = [numberOf(pair[0]), numberOf(pair[1])];
    if (t !== null && value !== null) found.set(t, value);
  }
  return [...found].sort(([one], [other]) => one - other);
}

/** A finite number, also as a string; an empty string, null and a boolean are none. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The usual distance of two points; null of a series that has none. */
export function spacingOf(pairs: readonly Pair[]): number | null {
  const gaps = pairs.slice(1).map(([t], index) => t - (pairs[index]?.[0] ?? t));
  return gaps.sort((one, other) => one - other)[gaps.length >> 1] ?? null;
}
