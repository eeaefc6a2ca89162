import { type Place, type ReasonCode, UserError } from '@backout/incident';

/** What went wrong, in the two families: the user can mend it, or it is a bug. */
export interface Failure {
  readonly code: ReasonCode;
  /** Ours, one sentence. A bug's own message may hold anything and is only in the log. */
  readonly message: string;
  /** Where in a file of the user's it is, each told by itself. */
  readonly places: readonly Place[];
  /** The stack and its causes, for the log. */
  readonly stack: readonly string[];
}

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof UserError) {
    const { code, message, places } = thrown;
    return { code, message, places, stack: [] };
  }
  const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  return {
    code: 'bug',
    message: `a bug in backout (${kind}): the log of this job has the stack`,
    places: [],
    stack: stackOf(thrown).slice(0, 200),
  };
}

/** Errors can be each other's cause. */
const deepestCause = 5;

function stackOf(thrown: unknown, depth = 0): string[] {
  if (!(thrown instanceof Error)) return [String(thrown)];
  const own = (thrown.stack ?? `${thrown.name}: ${thrown.message}`).split('\n');
  if (thrown.cause === undefined || depth === deepestCause) return own;
  return [...own, 'caused by', ...stackOf(thrown.cause, depth + 1)];
}
