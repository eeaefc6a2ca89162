/**
 * `, allowed 12.3 times that: so it rose at this hour a week ago`; nothing where it did not rise.
 *
 * @param seasonalFactor how many times its base
 */
export function seasonWords(seasonalFactor: number): string {
  return seasonalFactor > 1
    ? `, allowed ${seasonalFactor.toFixed(1)} times that: so it rose at this hour a week ago`
    : '';
}

/** Empty where nothing was left out. */
export function cutWords(cutSeconds: number): string {
  return cutSeconds === 0 ? '' : `, without ${Math.max(1, Math.round(cutSeconds / 60))} min of an incident`;
}
