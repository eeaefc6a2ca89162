/**
 * `, allowed 12.3 times that: so it rose at this hour a week ago`; nothing where it did not rise.
 *
 * @param rise how many times its base
 */
export function seasonWords(rise: number): string {
  return rise > 1 ? `, allowed ${rise.toFixed(1)} times that: so it rose at this hour a week ago` : '';
}
