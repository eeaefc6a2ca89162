import type { Pull, Repository, Sha } from '@backout/incident';
import type { GitHub } from './open-github.ts';
import { askPulls, type Found, type FoundPulls, type PullsLookup } from './pulls-query.ts';

export interface PullsQuestion {
  readonly repository: Repository;
  /** GitOps commits. */
  readonly commits: readonly Sha[];
  /** Where the application's code lives, if that is known. */
  readonly source: Repository | null;
  /** The application's commits as its images name them: whole, or at least seven hex digits. */
  readonly revisions: readonly string[];
}

export interface CommitPulls {
  readonly commit: Sha;
  readonly pulls: readonly Pull[];
}

export interface RevisionPulls {
  /** As it was asked for. */
  readonly revision: string;
  /** The whole of it; null where the repository has no such commit, or more than one. */
  readonly commit: Sha | null;
  readonly pulls: readonly Pull[];
}

export type SourcePulls =
  | { readonly reachable: true; readonly revisions: readonly RevisionPulls[] }
  | { readonly reachable: false };

export interface PullsBehind {
  readonly commits: readonly CommitPulls[];
  /** Null where no repository was asked for. */
  readonly source: SourcePulls | null;
}

/** Of each repository. GitHub has ten seconds for a query: what is more goes into another one. */
const namesPerQuery = 100;
const revisionForm = /^[0-9a-f]{7,64}$/;

/** The pull requests, merged into the default branch, that brought GitOps commits and application revisions. */
export async function pullsBehind(github: GitHub, question: PullsQuestion): Promise<PullsBehind> {
  const { repository, commits, source } = question;
  const revisions = question.revisions.filter((revision) => revisionForm.test(revision));
  const found = await lookUp(github, {
    gitops: { repository, names: commits },
    source: source === null ? null : { repository: source, names: revisions },
  });
  return {
    commits: commits.map((commit, index) => ({ commit, pulls: found.gitops[index]?.pulls ?? [] })),
    source: source === null ? null : sourcePulls(question.revisions, revisions, found.source),
  };
}

function sourcePulls(
  asked: readonly string[],
  lookedUp: readonly string[],
  found: readonly Found[] | null,
): SourcePulls {
  if (found === null) return { reachable: false };
  const byName = new Map(lookedUp.map((name, index) => [name, found[index] ?? null]));
  const revisions = asked.map((revision) => {
    const { commit = null, pulls = [] } = byName.get(revision) ?? {};
    return { revision, commit, pulls };
  });
  return { reachable: true, revisions };
}

async function lookUp(github: GitHub, lookup: PullsLookup): Promise<FoundPulls> {
  const { repository } = lookup.gitops;
  const task = { doing: 'look up the pull requests', repository, needs: 'pull-requests: read' };
  const answers: FoundPulls[] = [];
  for (const page of pages(lookup))
    answers.push(await github.retryable(task, (octokit, request) => askPulls(octokit, page, request)));
  const unreachable = answers.some(({ source }) => source === null);
  return {
    gitops: answers.flatMap(({ gitops }) => gitops),
    source: unreachable ? null : answers.flatMap(({ source }) => source ?? []),
  };
}

/** Nearly always one. */
function pages({ gitops, source }: PullsLookup): PullsLookup[] {
  const longest = Math.max(gitops.names.length, source?.names.length ?? 0);
  return Array.from({ length: Math.max(1, Math.ceil(longest / namesPerQuery)) }, (_, page) => {
    const slice = (names: readonly string[]) => names.slice(page * namesPerQuery, (page + 1) * namesPerQuery);
    return {
      gitops: { repository: gitops.repository, names: slice(gitops.names) },
      source: source && { repository: source.repository, names: slice(source.names) },
    };
  });
}
