/** Whether the signals still show the regression, from readings taken just now. */
export type Freshness =
  /**
   * `ageMs`: of the newest sample that shows it, or of the newest there is; `lagMs`: of it, how late its provider is
   * while all is well; absent: it is not.
   */
  | { readonly code: 'fresh-evidence' | 'evidence-stale'; readonly ageMs: number; readonly lagMs?: number }
  /** Of the newest reading that is back to normal. */
  | { readonly code: 'recovered-meanwhile'; readonly bad: number; readonly total: number }
  | { readonly code: 'provider-error'; readonly signal: string };

/** A provider that is later than this is told apart from one that has stopped only when the watch is half over. */
export const longestLagMs = 300_000;
