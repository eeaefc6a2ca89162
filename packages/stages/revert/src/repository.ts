import {
  type CommitContent,
  type Git,
  type RefAdvertisement,
  readAdvertisement,
  writeCommit,
} from '@backout/gitops';
import { type PushOutcome, pushRevert, type RevertPush } from '@backout/gitops/push';
import type { Attributed, Sha } from '@backout/incident';
import {
  type BadValueReturned,
  type Entry,
  type Landed,
  type Ledger,
  returnsBadValue,
} from '@backout/ledger';
import { type Append, appendEntry } from '@backout/ledger/append';
import { writeEntry } from '@backout/ledger/write';
import { readRevertLedgers } from '@backout/preflight';
import { type RevertContext, readContext } from './context.ts';

/** What the stage reads of the GitOps repository. */
export interface RepositoryReader {
  advertise(branch: string): Promise<RefAdvertisement>;
  context(incident: Attributed, remote: RefAdvertisement): Promise<RevertContext>;
  /** Null where they cannot be read. */
  ledgers(remote: RefAdvertisement): Promise<readonly Ledger[] | null>;
  badValueReturned(landed: Landed, ledgers: readonly Ledger[] | null): Promise<BadValueReturned>;
}

/** What it writes there. Only `push` and `append` leave the machine, and only `push` names a branch. */
export interface RepositoryWriter {
  commit(content: CommitContent): Promise<Sha>;
  /** @param objectFormat any object id of the repository, for its object format */
  entry(entry: Entry, objectFormat: Sha): Promise<Sha>;
  push(push: RevertPush): Promise<PushOutcome>;
  /** @returns the head after it, or null where the remote refuses or does not answer */
  append(append: Append): Promise<Sha | null>;
}

export type GitOpsRepository = RepositoryReader & RepositoryWriter;

/** The repository through git itself. */
export function repositoryOver(git: Git): GitOpsRepository {
  return {
    advertise: (branch) => readAdvertisement(git, branch),
    context: (incident, remote) => readContext(git, incident, remote),
    ledgers: (remote) => readRevertLedgers(git, remote),
    badValueReturned: (landed, ledgers) => returnsBadValue(git, landed, ledgers),
    commit: (content) => writeCommit(git, content),
    entry: (entry, objectFormat) => writeEntry(git, entry, null, objectFormat),
    push: (push) => pushRevert(git, push),
    append: (append) => appendEntry(git, append),
  };
}
