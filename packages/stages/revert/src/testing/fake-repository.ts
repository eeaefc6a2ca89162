import { createHash } from 'node:crypto';
import type { CommitContent, RefAdvertisement } from '@backout/gitops';
import type { PushOutcome, RevertPush } from '@backout/gitops/push';
import { type Attributed, type Sha, UserError } from '@backout/incident';
import { type Entry, type Ledger, revertRefs } from '@backout/ledger';
import type { Append } from '@backout/ledger/append';
import type { RevertContext } from '../context.ts';
import type { GitOpsRepository } from '../repository.ts';

/** What the remote does instead of its work, for the next push alone; a busy one stays so. */
type PushFault = 'refuses' | 'loses-the-answer' | 'goes-away' | 'is-busy';

/** A GitOps repository in memory, with a handle for what others do to it. */
export interface FakeRepository extends GitOpsRepository {
  tip: Sha;
  readonly refs: Map<string, Sha>;
  /** Commits that were pushed onto the branch, oldest first. */
  readonly pushed: Sha[];
  readonly commits: Map<Sha, CommitContent>;
  /** What was asked of the remote, whatever came of it. */
  readonly asked: { readonly pushes: RevertPush[]; readonly appends: string[] };
  ledgersReadable: boolean;
  ledgerWritable: boolean;
  badValue: 'no' | 'yes' | 'unknown';
  /** What the sync rendered from and the policy does not list. */
  unlistedPaths: readonly string[];
  /** Commits that are not in the branch any more. */
  readonly gone: Set<Sha>;
  /** Commits that are the revert that they say they are. */
  readonly borneOut: Set<Sha>;
  /** How often everything was read. */
  reads: number;
  /** Runs before the next pushes, one each: somebody else is faster. */
  readonly races: (() => void)[];
  fault: PushFault | null;
  entriesAt(ref: string): Entry[];
  /** Puts an entry on a ref as another run would. */
  write(ref: string, entry: Entry): Sha;
}

const branch = 'main';

export function fakeRepository(tip: Sha, context: (incident: Attributed) => RevertContext): FakeRepository {
  const entries = new Map<Sha, Entry>();
  const ledgers = new Map<string, Sha[]>();
  const repository: FakeRepository = {
    ...{ tip, refs: new Map(), pushed: [], commits: new Map(), races: [] },
    asked: { pushes: [], appends: [] },
    ...{ gone: new Set<Sha>(), borneOut: new Set<Sha>(), unlistedPaths: [] },
    ...{ ledgersReadable: true, ledgerWritable: true, badValue: 'no', reads: 0, fault: null },
    advertise: async (asked) => advertisement(repository, asked),
    ...{ context: async (incident) => context(incident), follow: async (incident) => context(incident) },
    unlisted: async () => [...repository.unlistedPaths],
    contains: async (_, commit) => !repository.gone.has(commit),
    undoesWhatItNames: async (commit) => repository.borneOut.has(commit),
    ledgers: async ({ refs }) => {
      repository.reads++;
      return repository.ledgersReadable ? ledgersIn(revertRefs(refs), ledgers, entries) : null;
    },
    badValueReturned: async () => repository.badValue,
    commit: async (content) => {
      const sha = idOf(content);
      repository.commits.set(sha, content);
      return sha;
    },
    entry: async (entry) => {
      const sha = idOf(entry);
      entries.set(sha, entry);
      return sha;
    },
    push: async (push) => {
      repository.asked.pushes.push(push);
      return land(repository, push, (ref, sha) => ledgers.set(ref, [sha]));
    },
    append: async ({ ref, entry }: Append) => {
      repository.asked.appends.push(ref);
      if (!repository.ledgerWritable) return null;
      const held = (ledgers.get(ref) ?? []).find((sha) => isSame(entries.get(sha), entry));
      return held ?? repository.write(ref, entry);
    },
    entriesAt: (ref) => (ledgers.get(ref) ?? []).flatMap((sha) => entries.get(sha) ?? []),
    write: (ref, entry) => {
      const sha = idOf(entry);
      entries.set(sha, entry);
      ledgers.set(ref, [...(ledgers.get(ref) ?? []), sha]);
      repository.refs.set(ref, sha);
      return sha;
    },
  };
  return repository;
}

/** An answer without the branch that is asked for says nothing. */
function advertisement({ tip, refs }: FakeRepository, asked: string): RefAdvertisement {
  if (asked !== branch) throw new UserError('repository-unreadable', `there is no branch ${asked}`);
  return { branch, tip, isDefault: true, head: tip, refs: new Map(refs) };
}

/** Branch and lock together or neither, both as they were seen. */
function land(
  repository: FakeRepository,
  push: RevertPush,
  lock: (ref: string, sha: Sha) => void,
): PushOutcome {
  repository.races.shift()?.();
  const { fault, refs } = repository;
  if (fault === 'is-busy') return { kind: 'busy' };
  repository.fault = null;
  if (fault === 'goes-away') return { kind: 'unknown' };
  if (fault === 'refuses') return { kind: 'refused', code: 'branch-protected', said: null };
  const held = refs.get(push.ref);
  if (held !== undefined)
    return held === push.entry ? { kind: 'pushed', refs } : { kind: 'locked', entry: held };
  if (repository.tip !== push.tip) return { kind: 'lost', moved: true };
  repository.tip = push.commit;
  repository.pushed.push(push.commit);
  refs.set(push.ref, push.entry);
  lock(push.ref, push.entry);
  return fault === 'loses-the-answer' ? { kind: 'unknown' } : { kind: 'pushed', refs };
}

function ledgersIn(
  shown: ReadonlyMap<string, Sha>,
  ledgers: ReadonlyMap<string, readonly Sha[]>,
  entries: ReadonlyMap<Sha, Entry>,
): Ledger[] {
  return [...ledgers].flatMap(([ref, shas]) => (shown.has(ref) ? ledgerOf(ref, shas, entries) : []));
}

function ledgerOf(ref: string, shas: readonly Sha[], entries: ReadonlyMap<Sha, Entry>): Ledger {
  const known = shas.flatMap((sha) => {
    const entry = entries.get(sha);
    return entry === undefined ? [] : [{ sha, entry }];
  });
  return { ref, head: shas.at(-1) as Sha, entries: known, damaged: false };
}

function isSame(held: Entry | undefined, entry: Entry): boolean {
  return held?.type === entry.type && held.incident === entry.incident;
}

function idOf(content: object): Sha {
  return createHash('sha1').update(JSON.stringify(content)).digest('hex') as Sha;
}
