import type { Sha } from '@backout/incident';
import { foldBranches } from './fold-branches.ts';
import type { Commit, Descendant, Graph } from './graph.ts';

/** What was live, and what is live now. */
export interface Ends {
  readonly previous: Sha;
  readonly revision: Sha;
}

export type Descent =
  /** Newest first; what is missing of what came since came with the merge that brought it. */
  | { readonly kind: 'behind'; readonly commits: readonly Descendant[] }
  /** It is the other way round, or neither is in the history of the other. */
  | { readonly kind: 'not-behind' }
  /** The graph ends before it can be told. */
  | { readonly kind: 'open' };

/**
 * How one commit descends from another, over all parents: by the graph alone, for a date is what somebody's clock said.
 * A parent whose history is not known could hold the previous revision or not, and nothing is told then.
 */
export function descend(graph: Graph, { previous, revision }: Ends): Descent {
  if (previous === revision) return { kind: 'behind', commits: [] };
  const behind = ancestors(graph, previous);
  if (behind.has(revision)) return { kind: 'not-behind' };
  const descendants = new Map<Sha, Descendant>();
  for (const commit of parentsFirst(graph, revision, behind)) {
    if (graph.cut.has(commit.id)) return { kind: 'open' };
    const through = commit.parents.filter((parent) => parent === previous || descendants.has(parent));
    if (through.length > 0) descendants.set(commit.id, { ...commit, through });
  }
  if (!descendants.has(revision)) return { kind: 'not-behind' };
  return { kind: 'behind', commits: foldBranches(descendants, revision).reverse() };
}

/** Whether a commit is in another's history; false where the graph ends before it is met. */
export function reaches(graph: Graph, from: Sha, to: Sha): boolean {
  return ancestors(graph, from).has(to);
}

function ancestors({ commits }: Graph, of: Sha): ReadonlySet<Sha> {
  const found = new Set([of]);
  for (const id of found) for (const parent of commits.get(id)?.parents ?? []) found.add(parent);
  return found;
}

/** Every commit after all of its parents, the line of the first one first. Without recursion: a history is deep. */
function* parentsFirst({ commits }: Graph, tip: Sha, behind: ReadonlySet<Sha>): Generator<Commit> {
  const entered = new Set<Sha>();
  const done = new Set<Sha>();
  const stack = [tip];
  for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
    const commit = commits.get(id);
    if (commit === undefined || done.has(id) || behind.has(id)) {
      stack.pop();
    } else if (entered.has(id)) {
      stack.pop();
      done.add(id);
      yield commit;
    } else {
      entered.add(id);
      stack.push(...commit.parents.toReversed());
    }
  }
}
