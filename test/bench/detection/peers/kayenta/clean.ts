/** What Kayenta does to the values of a side before it compares them (`Transforms`, spinnaker/kayenta a69573be). */
export interface Cleaning {
  /** `replace` counts a missing value as zero. */
  readonly nanStrategy: 'remove' | 'replace';
  readonly outliers: 'keep' | 'remove';
}

const outlierFactor = 3;

export function cleaned(values: readonly number[], { nanStrategy, outliers }: Cleaning): number[] {
  const numbers =
    nanStrategy === 'replace'
      ? values.map((value) => (Number.isNaN(value) ? 0 : value))
      : values.filter((value) => !Number.isNaN(value));
  return outliers === 'remove' ? withoutOutliers(numbers) : numbers;
}

/** Drops what lies outside both the 1st to 99th percentile and three interquartile ranges around the quartiles. */
function withoutOutliers(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const [lowerQuartile, upperQuartile] = [percentile(sorted, 0.25), percentile(sorted, 0.75)];
  const reach = outlierFactor * (upperQuartile - lowerQuartile);
  const lower = Math.min(percentile(sorted, 0.01), lowerQuartile - reach);
  const upper = Math.max(percentile(sorted, 0.99), upperQuartile + reach);
  return values.filter((value) => value >= lower && value <= upper);
}

/** The definition R calls type 7: linear between the closest ranks. */
function percentile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (position - Math.floor(position)) * (above - below);
}
