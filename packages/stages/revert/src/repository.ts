import {
  type CommitContent,
  contains,
  type Git,
  type RefAdvertisement,
  readAdvertisement,
  undoesWhatItNames,
  writeCommit,
} from '@backout/gitops';
import { type PushOutcome, pushRevert, type RevertPush } from '@backout/gitops/push';
import { type Attributed, type Sha, unlessUserError } from '@backout/incident';
import {
  type BadValueReturned,
  type Entry,
  type Landed,
  type Ledger,
  returnsBadValue,
} from '@backout/ledger';
import { type Append, appendEntry } from '@backout/ledger/append';
import { writeEntry } from '@backout/ledger/write';
import { type SyncTimes, unlistedBy } from '@backout/preflight';
import { type RevertContext, readContext } from './context.ts';
import { followContext, type Read } from './follow.ts';
import { ledgerReader } from './ledger-reader.ts';

/** What the stage reads of the GitOps repository. */
export interface RepositoryReader {
  advertise(branch: string): Promise<RefAdvertisement>;
  context(incident: Attributed, remote: RefAdvertisement): Promise<RevertContext>;
  /** The same after a try that read it: only what moved since is read. */
  follow(incident: Attributed, before: Read, remote: RefAdvertisement): Promise<RevertContext>;
  /** What the sync rendered from and the policy does not list, of what the range changed. */
  unlisted(context: RevertContext, sync: SyncTimes): Promise<string[]>;
  /** Whether a commit is in the history of a tip; not where the repository has it no more. */
  contains(tip: Sha, commit: Sha): Promise<boolean>;
  /** Whether a commit of the branch is the revert that its trailers say it is. */
  undoesWhatItNames(commit: Sha): Promise<boolean>;
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

/** The repository through git itself. @param policyPath where the policy lies in it */
export function repositoryOver(git: Git, policyPath: string): GitOpsRepository {
  const returned = new Map<Sha, BadValueReturned>();
  return {
    advertise: (branch) => readAdvertisement(git, branch),
    context: (incident, remote) => readContext(git, incident, { remote, policyPath }),
    follow: (incident, before, remote) => followContext(git, incident, before, { remote, policyPath }),
    unlisted: async ({ base, range, deployment }, sync) =>
      base === null ? [...deployment.renderedOutside] : unlistedBy(git, base, range, sync),
    contains: (tip, commit) => unlessUserError(contains(git, tip, commit), false, 'revision-unknown'),
    undoesWhatItNames: (commit) => undoesWhatItNames(git, commit),
    ledgers: ledgerReader(git),
    badValueReturned: (landed, ledgers) => returnsBadValue(git, landed, ledgers, returned),
    commit: (content) => writeCommit(git, content),
    entry: (entry, objectFormat) => writeEntry(git, entry, null, objectFormat),
    push: (push) => pushRevert(git, push),
    append: (append) => appendEntry(git, append),
  };
}
