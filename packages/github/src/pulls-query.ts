import { type Pull, Repository, Sha } from '@backout/incident';
import { GraphqlResponseError } from '@octokit/graphql';
import { z } from 'zod';
import { coordinates } from './coordinates.ts';
import type { Octokit } from './octokit.ts';

/** Which objects to look up in which of the two repositories. */
export interface PullsLookup {
  readonly gitops: { readonly repository: Repository; readonly names: readonly string[] };
  readonly source: { readonly repository: Repository; readonly names: readonly string[] } | null;
}

/** What a name stands for; null where it is no commit. */
export type Found = { readonly commit: Sha; readonly pulls: Pull[] } | null;

export interface FoundPulls {
  readonly gitops: readonly Found[];
  /** Null where the token does not see the repository, or not its pull requests. */
  readonly source: readonly Found[] | null;
}

const behind = `fragment Behind on Commit {
  oid
  associatedPullRequests(first: 20) {
    nodes { number merged baseRefName mergeCommit { oid } repository { nameWithOwner } }
  }
}`;

const AnsweredPull = z.object({
  number: z.int().positive(),
  merged: z.boolean(),
  baseRefName: z.string(),
  mergeCommit: z.object({ oid: Sha }).nullable(),
  repository: z.object({ nameWithOwner: Repository }),
});
const AnsweredObject = z.object({
  /** Absent where the object is a tree, a blob or a tag. */
  oid: Sha.optional(),
  associatedPullRequests: z.object({ nodes: z.array(AnsweredPull.nullable()).nullable() }).nullish(),
});
const AnsweredRepository = z
  .object({ defaultBranchRef: z.object({ name: z.string() }).nullable() })
  .catchall(AnsweredObject.nullable());
type AnsweredRepository = z.infer<typeof AnsweredRepository>;
const Answer = z.object({ gitops: AnsweredRepository, source: AnsweredRepository.nullish() });

/** One query for everything. What is looked up travels in variables alone: a hostile name cannot become query text. */
export async function askPulls(
  octokit: Octokit,
  lookup: PullsLookup,
  request: { readonly signal: AbortSignal },
): Promise<FoundPulls> {
  const parts = [
    part('gitops', lookup.gitops),
    ...(lookup.source === null ? [] : [part('source', lookup.source)]),
  ];
  const declared = parts
    .flatMap(({ variables }) => Object.keys(variables))
    .map((name) => `$${name}: String!`);
  // GitHub refuses a fragment that nothing uses.
  const used = lookup.gitops.names.length + (lookup.source?.names.length ?? 0) > 0;
  const query = `query (${declared.join(', ')}) {\n${parts.map(({ text }) => text).join('\n')}\n}\n${used ? behind : ''}`;
  const variables = Object.assign({}, ...parts.map((one) => one.variables));
  const answer = Answer.parse(await ask(octokit, query, { ...variables, request }));
  const source = lookup.source && answer.source ? read(answer.source, lookup.source.names) : null;
  return { gitops: read(answer.gitops, lookup.gitops.names), source };
}

function part(alias: 'gitops' | 'source', asked: { repository: Repository; names: readonly string[] }) {
  const { owner, repo } = coordinates(asked.repository);
  const variable = (index: number) => `${alias}${index}`;
  const objects = asked.names.map(
    (_, index) => `o${index}: object(expression: $${variable(index)}) { ...Behind }`,
  );
  return {
    text: `${alias}: repository(owner: $${alias}Owner, name: $${alias}Name) { defaultBranchRef { name } ${objects.join(' ')} }`,
    variables: {
      [`${alias}Owner`]: owner,
      [`${alias}Name`]: repo,
      ...Object.fromEntries(asked.names.map((name, index) => [variable(index), name])),
    },
  };
}

const unseen = new Set(['NOT_FOUND', 'FORBIDDEN', 'INSUFFICIENT_SCOPES']);

/** The code's repository may be out of the token's reach: the rest of the answer is good all the same. */
async function ask(octokit: Octokit, query: string, variables: Record<string, unknown>): Promise<unknown> {
  try {
    return await octokit.graphql(query, variables);
  } catch (error) {
    if (!(error instanceof GraphqlResponseError)) throw error;
    const errors = error.errors ?? [];
    const onlySource = errors.every(({ type, path }) => path?.[0] === 'source' && unseen.has(type));
    if (!onlySource || typeof error.data !== 'object') throw error;
    return { ...error.data, source: null };
  }
}

function read(repository: AnsweredRepository, names: readonly string[]): Found[] {
  const base = repository.defaultBranchRef?.name;
  return names.map((name, index) => {
    const object = AnsweredObject.nullish().parse(repository[`o${index}`]);
    // A branch may carry a name of twelve hex digits, and git prefers it to the commit.
    if (!object?.oid?.startsWith(name)) return null;
    return { commit: object.oid, pulls: merged(object.associatedPullRequests?.nodes ?? [], base) };
  });
}

function merged(nodes: readonly (z.infer<typeof AnsweredPull> | null)[], base: string | undefined): Pull[] {
  return nodes.flatMap((node) => {
    if (!node?.merged || node.mergeCommit === null || node.baseRefName !== base) return [];
    return [
      { repository: node.repository.nameWithOwner, number: node.number, mergeCommit: node.mergeCommit.oid },
    ];
  });
}
