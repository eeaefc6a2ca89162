import { type CommitSpec, commitFiles } from './commit-files.ts';
import { git } from './git.ts';
import { resolveCommit } from './git-objects.ts';
import { timestamp } from './timestamp.ts';
import { knownRepository, nextId, type PullState, type RepositoryState, type World } from './world.ts';

export interface MergeSpec {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly body?: string;
  /** Defaults to the default branch. */
  readonly base?: string;
  readonly method?: 'squash' | 'merge' | 'rebase';
  /** The changes of a pull request of one commit … */
  readonly files?: CommitSpec['files'];
  /** … or its commits, oldest first. */
  readonly commits?: readonly CommitSpec[];
}

interface Landing {
  readonly repository: RepositoryState;
  readonly spec: MergeSpec;
  readonly base: string;
  readonly baseSha: string;
  readonly work: readonly CommitSpec[];
  readonly head: string;
  readonly headCommits: readonly string[];
}

/** Writes the pull request's commits, merges it the chosen way, and registers it. */
export async function mergePull(world: World, spec: MergeSpec): Promise<PullState> {
  const repository = knownRepository(world, spec.repository);
  const { directory } = repository;
  const base = spec.base ?? repository.defaultBranch;
  const baseSha = await resolveCommit(directory, `refs/heads/${base}`);
  if (baseSha === null) throw new Error(`${spec.repository} has no branch ${base} to merge into`);
  const given = spec.commits ?? [{ message: spec.title, files: spec.files ?? {} }];
  const work = given.map((commit) => ({ author: spec.author, at: world.now(), ...commit }));
  const ref = `refs/pull/${spec.number}/head`;
  const headCommits = await commitFiles({ directory, ref, parent: baseSha }, work);
  const head = headCommits.at(-1) ?? baseSha;
  const commits = await land(world, { repository, spec, base, baseSha, work, head, headCommits });
  return store(world, repository, {
    ...named(spec),
    base,
    baseSha,
    head: { ref: `change-${spec.number}`, sha: head },
    state: 'merged',
    mergeCommit: commits.at(-1) ?? null,
    commits,
  });
}

/** What GitHub puts on the base branch, and in which commits, for each way of merging. */
async function land(world: World, landing: Landing): Promise<string[]> {
  const { repository, spec, base, baseSha, work, head } = landing;
  const place = { directory: repository.directory, ref: `refs/heads/${base}`, parent: baseSha };
  const files = Object.assign({}, ...work.map((commit) => commit.files));
  const signed = { author: spec.author, at: world.now() };
  switch (spec.method ?? 'squash') {
    case 'squash':
      return commitFiles(place, [{ ...signed, message: `${spec.title} (#${spec.number})`, files }]);
    case 'rebase':
      return commitFiles(
        place,
        work.map((commit) => ({ ...commit, message: `${commit.message}\n` })),
      );
    case 'merge': {
      const message = `Merge pull request #${spec.number}\n\n${spec.title}`;
      const [merge = ''] = await commitFiles({ ...place, merge: head }, [{ ...signed, message, files }]);
      return [...landing.headCommits, merge];
    }
  }
}

export interface PullSpec {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly body?: string;
  readonly base?: string;
  /** Null leaves the pull request open. */
  readonly mergeCommit: string | null;
  /** Every commit that landed; the merge commit alone when absent. For an open one, its head. */
  readonly commits?: readonly string[];
}

/** A pull request over commits that exist already. */
export async function registerPull(world: World, spec: PullSpec): Promise<PullState> {
  const repository = knownRepository(world, spec.repository);
  const base = spec.base ?? repository.defaultBranch;
  const commits = spec.commits ?? (spec.mergeCommit === null ? [] : [spec.mergeCommit]);
  const sha = commits.at(-1) ?? (await resolveCommit(repository.directory, base)) ?? '';
  const baseSha = (await resolveCommit(repository.directory, `${commits[0] ?? sha}^`)) ?? sha;
  await git(repository.directory, ['update-ref', `refs/pull/${spec.number}/head`, sha]);
  return store(world, repository, {
    ...named(spec),
    base,
    baseSha,
    head: { ref: `change-${spec.number}`, sha },
    state: spec.mergeCommit === null ? 'open' : 'merged',
    mergeCommit: spec.mergeCommit,
    commits,
  });
}

function named(spec: MergeSpec | PullSpec) {
  return { number: spec.number, title: spec.title, author: spec.author, body: spec.body ?? null };
}

function store(
  world: World,
  repository: RepositoryState,
  pull: Omit<PullState, 'id' | 'createdAt' | 'mergedAt'>,
): PullState {
  const at = timestamp(world.now());
  const stored = { ...pull, id: nextId(world), createdAt: at, mergedAt: pull.state === 'merged' ? at : null };
  repository.pulls.set(pull.number, stored);
  return stored;
}
