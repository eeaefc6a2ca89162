/** Whether the signals still show the regression. `ageMs` is the age of the newest sample that does. */
export type Freshness =
  | { readonly code: 'fresh-evidence' | 'evidence-stale'; readonly ageMs: number }
  | { readonly code: 'recovered-meanwhile' | 'provider-error' };
