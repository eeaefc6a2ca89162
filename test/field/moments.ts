/** ms: the moment that the cases of a repository count from. */
export const t0 = Date.UTC(2026, 10, 20, 14, 0, 0);

/** So many seconds after it, as Argo CD writes times. */
export function at(second: number): string {
  return new Date(t0 + second * 1000).toISOString().replace('.000Z', 'Z');
}
