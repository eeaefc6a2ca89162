/**
 * What each code's sentence can show: whole numbers and names, put by whoever answers with the code.
 * The end of a key is its unit: `…Ms` is a duration, `…Bp` are basis points, `…At` a moment; other numbers are counts.
 * `by`, `mode` and `cause` are words of closed lists; every other text is a name and is shown as code.
 */
export interface ReasonFacts {
  'mode-allows': { mode: string };
  'mode-observe': { mode: string };
  'mode-recommend': { mode: string };
  'policy-changed': { decided: string; newest: string };
  'policy-unreadable': { path: string };
  stopped: { ref: string };
  'switch-unreadable': { ref: string };
  'within-limits': { used: number; limit: number; usedToday: number; limitToday: number };
  'hourly-limit': { used: number; limit: number };
  'daily-limit': { used: number; limit: number };
  'cooled-down': { ageMs: number };
  cooldown: { ageMs: number; cooldownMs: number };
  'ref-unreadable': { ref: string };
  'not-on-never-list': { paths: number };
  'never-list': { path: string; rule: string };
  'fresh-evidence': { ageMs: number };
  'evidence-stale': { ageMs: number; limitMs: number };
  'recovered-meanwhile': { bad: number; total: number };
  /** The revision that was replaced. */
  superseded: { revision: string };
  'provider-error': { signal: string };
  'neighbour-regressed': { neighbour: string };
  /** `status` or `baseline` */
  'previous-was-healthy': { by: string };
  'not-known-good': { revision: string };
  /** `unchecked` where the policy names no Argo CD */
  'would-sync': { by: string };
  'sync-window-closed': { untilAt: string };
  'branch-not-tracked': { tracked: string; pushed: string };
  'operation-stuck': { phase: string };
  'cause-not-deployment': { cause: string };
  'confidence-above-floor': { usedBp: number; floorBp: number };
  'confidence-below-floor': { usedBp: number; floorBp: number };
  'several-commits': { commits: number };
  'several-applications': { applications: number };
  'outside-paths': { path: string };
  'reverts-a-revert': { commit: string };
  'only-change-in-range': { application: string; previous: string; revision: string };
  'newest-change': { application: string };
  'onset-after-first-pod': { fromSeconds: number; toSeconds: number; revision: string };
  'onset-after-sync': { fromSeconds: number; toSeconds: number; revision: string };
}

/** The facts of a code as words. Any of them may be missing: an older run, a fact that could not be read. */
type FactWords<Code> = Code extends keyof ReasonFacts
  ? { readonly [Key in keyof ReasonFacts[Code]]?: string }
  : Readonly<Record<never, never>>;

export type Sentences<Code extends string> = { readonly [C in Code]: (facts: FactWords<C>) => string };
