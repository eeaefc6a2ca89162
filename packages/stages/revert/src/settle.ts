import type { Action, ReasonCode } from '@backout/incident';
import { incidentRef } from '@backout/ledger';
import type { Attempt } from './attempt.ts';
import { outcomeEntry, refusalEntry } from './entries.ts';
import type { Existing } from './existing.ts';
import type { RepositoryWriter } from './repository.ts';

type Unwritten = Exclude<Action, { kind: 'reverted' | 'already-done' | 'joined' | 'refused' }>;
type Own<One> = One extends Unwritten ? Omit<One, 'decision' | 'key' | 'ref' | 'entry'> : never;

/** How it ended, and what is known of that alone. */
export type GaveUp = Own<Unwritten>;

/** What an entry is about. */
type Decided = Pick<Attempt, 'author' | 'decision'>;

/** The rung allows no write: the decision is the record. */
export async function refuse(attempt: Decided, writer: RepositoryWriter): Promise<Action> {
  return { kind: 'refused', decision: attempt.decision, ...(await record(attempt, 'refused', writer)) };
}

/** A revert was allowed, and cannot be made or written. */
export async function giveUp(attempt: Attempt, how: GaveUp, writer: RepositoryWriter): Promise<Action> {
  const { decision, context } = attempt;
  return { ...how, decision, key: context.key, ...(await record(attempt, how.kind, writer)) };
}

/** A run that was killed after its push left the ledger open; and a decision that needs no push has an entry too. */
export async function settle(found: Existing, attempt: Attempt, writer: RepositoryWriter): Promise<Action> {
  switch (found.kind) {
    case 'joined':
      await record(attempt, 'joined', writer);
      return found;
    case 'already-reverted':
    case 'revert-undone':
      return { ...found, ...(await record(attempt, found.kind, writer)) };
    case 'already-done': {
      const { author, decision, context, ledgers } = attempt;
      const { ref, commit, tree } = found;
      const ledger = ledgers?.find((candidate) => candidate.ref === ref);
      if (ledger?.entries.some(({ entry }) => entry.type === 'revert.outcome')) return found;
      const entry = outcomeEntry(author, decision, { context, commit, stoppedBy: null });
      return { ...found, entry: (await writer.append({ ref, entry, objectFormat: tree })) ?? found.entry };
    }
  }
}

/** The one entry of a decision that ends without a revert of its own; nulls where it could not be written. */
async function record({ author, decision }: Decided, outcome: ReasonCode, writer: RepositoryWriter) {
  const { id, deployment } = author.incident;
  const ref = incidentRef(id);
  const entry = refusalEntry(author, decision, outcome);
  const head = await writer.append({ ref, entry, objectFormat: deployment.revision });
  return head === null ? { ref: null, entry: null } : { ref, entry: head };
}
