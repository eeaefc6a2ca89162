import { isAtOrBelow, type Sha } from '@backout/incident';
import type { Git } from './git.ts';
import { resolved } from './paths.ts';
import { follow } from './rendered/follow.ts';

export interface RenderingFrom {
  /** What the policy lists. */
  readonly paths: readonly string[];
  /** Where else rendering begins: Argo CD's `source.path`, `helm.valueFiles`, `manifest-generate-paths`. */
  readonly roots: readonly string[];
}

export interface RenderedPaths {
  /** Files and folders that no listed path covers; `namedBy` is null for a root. A folder stands for all below it. */
  readonly paths: readonly { readonly path: string; readonly namedBy: string | null }[];
  /** Files that may name more, and could not be read, or were too many; roots, where the commit is not there. */
  readonly unread: readonly string[];
}

/**
 * What an application renders from beyond the paths that are listed for it, at a commit whose trees are local: behind
 * links, through kustomizations and by `file://` dependencies of charts, from one to the next.
 */
export async function readRenderedPaths(
  git: Git,
  commit: Sha,
  { paths, roots }: RenderingFrom,
): Promise<RenderedPaths> {
  const listed = paths.map(fromRoot);
  const found = await follow(git, commit, [...listed, ...roots.map(fromRoot)]);
  const beyond = [...found.paths].filter(([path]) => !listed.some((root) => isAtOrBelow(path, root)));
  return { paths: beyond.map(([path, namedBy]) => ({ path, namedBy })), unread: [...found.unread] };
}

/** A policy writes the root of the repository as a point. */
function fromRoot(path: string): string {
  return resolved('', path) ?? path;
}
