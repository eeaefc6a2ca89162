import type { SourceAt } from '@backout/argocd';
import { type Git, type Range, readChanges, readRenderedPaths } from '@backout/gitops';
import { mostRenderedOutside } from '@backout/incident';
import { rendersFrom } from '@backout/policy';

export interface Rendering {
  readonly range: Range;
  /** What the policy lists. */
  readonly paths: readonly string[];
  /** What Argo CD renders, as the sync has it; none where its history was not asked. */
  readonly sources: readonly SourceAt[];
}

/**
 * Files that differ between the two ends of the range and that the application renders from, though none of the policy's
 * paths covers them: behind a link, a base that several share, a chart elsewhere in the repository.
 */
export async function changedOutside(git: Git, { range, paths, sources }: Rendering): Promise<string[]> {
  const beyond = await readRenderedPaths(git, range.revision, { paths, roots: rootsOf(sources) });
  if (beyond.paths.length === 0) return [];
  const rendered = beyond.paths.map(({ path }) => (path === '' ? '.' : path));
  const { between } = await readChanges(git, range, rendered);
  return between
    .map(({ path }) => path)
    .filter((path) => !rendersFrom({ paths: [...paths] }, path))
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
