import type { Action, Reverted } from '@backout/incident';
import { intentOf, type Ledger, type RevertIntent, revertRef } from '@backout/ledger';
import type { Attempt } from './attempt.ts';
import type { RepositoryReader } from './repository.ts';

export type Existing = Extract<Action, { kind: 'already-done' | 'joined' }> | Unpushed;
type Unpushed = Omit<Exclude<Action, Reverted | { kind: 'refused' }>, 'kind'> & {
  readonly kind: 'already-reverted' | 'revert-undone';
};

/**
 * The revert of this commit that is there already: by its lock, by there being nothing left to take back, or by the
 * commit itself where the lock was deleted. Whoever finds one does not revert again. One that is not in the branch any
 * more, or was taken back, is not done: why somebody did that, only a person knows.
 */
export async function existingRevert(
  attempt: Attempt,
  repository: RepositoryReader,
): Promise<Existing | null> {
  const { context, ledgers, decision } = attempt;
  const ref = revertRef(context.key);
  const ledger = ledgers?.find((candidate) => candidate.ref === ref);
  const intent = ledger === undefined ? null : intentOf(ledger);
  if (ledger !== undefined && intent !== null)
    return (await isInBranch(attempt, intent, repository))
      ? madeBy(intent, attempt, ledger)
      : unpushed('revert-undone');
  if (context.inverse.kind === 'empty') return unpushed('already-reverted');
  return (await isBorneOut(attempt, repository)) ? unpushed('revert-undone') : null;

  function unpushed(kind: Unpushed['kind']): Unpushed {
    return { kind, decision, key: context.key, ref: null, entry: null, paths: [] };
  }
}

async function isInBranch(
  { context, remote }: Attempt,
  { commit }: RevertIntent,
  repository: RepositoryReader,
): Promise<boolean> {
  return context.since.some((one) => one.commit === commit) || repository.contains(remote.tip, commit);
}

/** Whether a commit of the branch that has our key took it back: a key alone is anybody's text. */
async function isBorneOut({ context }: Attempt, repository: RepositoryReader): Promise<boolean> {
  for (const { commit, revertKeys } of context.since) {
    if (revertKeys.includes(context.key) && (await repository.undoesWhatItNames(commit))) return true;
  }
  return false;
}

function madeBy(intent: RevertIntent, { author, context, decision }: Attempt, ledger: Ledger): Existing {
  const { commit, parent, tree, at: pushedAt } = intent;
  const made = { commit, parent, tree, pushedAt, mode: 'git' } as const;
  const ref = revertRef(context.key);
  const done = { decision, key: context.key, ref, entry: ledger.head, ...made };
  return intent.incident === author.incident.id
    ? { kind: 'already-done', ...done }
    : { kind: 'joined', incident: intent.incident, ...done };
}
