import type { SourceAt } from '@backout/argocd';
import { type Change, type Git, readRenderedPaths } from '@backout/gitops';
import { mostRenderedOutside, type Sha } from '@backout/incident';
import { rendersFrom } from '@backout/policy';

export interface Rendering {
  readonly revision: Sha;
  /** What the policy lists. */
  readonly paths: readonly string[];
  /** What Argo CD renders, as the sync has it; none where its history was not asked. */
  readonly sources: readonly SourceAt[];
  /** Every commit between the two syncs. */
  readonly range: readonly Change[];
}

/**
 * Files that a commit of the range changed and that the application renders from, though none of the policy's paths
 * covers them: behind a link, a base that several share, a chart elsewhere in the repository.
 */
export async function changedOutside(git: Git, rendering: Rendering): Promise<string[]> {
  const { revision, paths, sources, range } = rendering;
  const changed = new Set(range.flatMap((change) => change.paths.map(({ path }) => path)));
  const outside = [...changed].filter((path) => !rendersFrom({ paths: [...paths] }, path));
  if (outside.length === 0) return [];
  const beyond = await readRenderedPaths(git, revision, { paths, roots: rootsOf(sources) });
  const rendered = { paths: beyond.paths.map(({ path }) => (path === '' ? '.' : path)) };
  return outside
    .filter((path) => rendersFrom(rendered, path))
    .sort()
    .slice(0, mostRenderedOutside);
}

/** Where our sources begin to render: their folder, and the values that they name. */
function rootsOf(sources: readonly SourceAt[]): string[] {
  const own = sources.filter(({ ours }) => ours);
  const refs = new Set(own.flatMap(({ ref }) => (ref === null ? [] : [ref])));
  return sources.flatMap((source) => {
    const folder = source.ours && source.path !== null ? [source.path] : [];
    return [...folder, ...valueFiles(source).flatMap((file) => fromRoot(file, source, refs))];
  });
}

function valueFiles({ parameters }: SourceAt): string[] {
  const helm = parameters.helm as { readonly valueFiles?: unknown } | undefined;
  const files = helm?.valueFiles;
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
}

/** `$values/apps/checkout/values.yaml` lies in the source of that name; `/a` is from the root of its own; else beside it. */
function fromRoot(file: string, { ours, path }: SourceAt, refs: ReadonlySet<string>): string[] {
  const [, ref, rest] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
  if (ref !== undefined && rest !== undefined) return refs.has(ref) ? [rest] : [];
  if (!ours || file.includes('://')) return [];
  return [file.startsWith('/') ? file.slice(1) : `${path ?? '.'}/${file}`];
}
