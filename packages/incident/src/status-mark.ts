import type { Verdict, WatchOutcome } from './verdict.ts';

/** The commit status that a watch leaves on the revision. */
export function statusContext(application: string): string {
  return `backout/${application}`;
}

export type MarkState = 'pending' | 'success' | 'failure' | 'error';

/**
 * `success` is the mark of a known good revision, so only a deployment that was judged healthy gets it. A revision that
 * was replaced before it was judged ends in `error`. Null: leave no status, because nothing was judged and GitHub has no
 * neutral one.
 */
const states = {
  watching: 'pending',
  healthy: 'success',
  regression: 'failure',
  ambiguous: 'error',
  'no-data': 'error',
  'provider-error': 'error',
  superseded: 'error',
  'own-revert': null,
  'nothing-changed': null,
} as const satisfies Record<WatchOutcome | 'watching', MarkState | null>;

export type MarkedOutcome = keyof typeof states;

export function statusState(outcome: MarkedOutcome): MarkState | null {
  return states[outcome];
}

/** The status of a commit as it is written, and read back as a value: the outcome stands before the first colon. */
export function markText(outcome: MarkedOutcome, words: string): string {
  return `${outcome}: ${words}`;
}

/**
 * Whether a verdict shows a revision to be good enough to go back to. Compared with an hour of which an incident was cut
 * out, it was found no worse than what was left.
 */
export function provesGood({ outcome, findings }: Pick<Verdict, 'outcome' | 'findings'>): boolean {
  const cut = findings.some((finding) => finding.kind === 'ratio' && finding.baseline.cutSeconds > 0);
  return outcome === 'healthy' && !cut;
}

/** Begins a status that is no mark of a known good revision, although nothing was wrong with the deployment. */
export const notKnownGood = 'healthy, not known good';

/** Whether a status of ours that was read back says that the deployment was judged healthy. */
export function isHealthyMark({
  state,
  description,
}: {
  state: string;
  description: string | null;
}): boolean {
  return state === states.healthy && description?.split(':', 1)[0] === 'healthy';
}

/** Whether it says that the revision made the service worse. */
export function isFailureMark({ state }: { state: string }): boolean {
  return state === states.regression;
}
