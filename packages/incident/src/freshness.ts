/** Whether the signals still show the regression, from readings taken just now. */
export type Freshness =
  /** `ageMs`: of the newest sample that shows it, or of the newest there is. */
  | { readonly code: 'fresh-evidence' | 'evidence-stale'; readonly ageMs: number }
  /** Of the newest reading that is back to normal. */
  | { readonly code: 'recovered-meanwhile'; readonly bad: number; readonly total: number }
  | { readonly code: 'provider-error'; readonly signal: string };
