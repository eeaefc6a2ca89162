import { fixedPart, type GeneratePath, isGeneratedFrom, type SourceAt } from '@backout/argocd';
import { type Git, type Range, readChanges, readRenderedPaths } from '@backout/gitops';
import { mostRenderedOutside } from '@backout/incident';
import { pathsInArgocd, rendersFrom } from '@backout/policy';
import type { BasePolicy } from '../base-policy.ts';
import type { SyncTimes } from './find-sync.ts';

export interface Rendering {
  readonly range: Range;
  /** What the policy lists. */
  readonly paths: readonly string[];
  /** What Argo CD renders, as the sync has it; none where its history was not asked. */
  readonly sources: readonly SourceAt[];
  /** What the application's team has told Argo CD that it renders from. */
  readonly generatePaths: readonly GeneratePath[];
  /** What the policy lists for its other applications. */
  readonly elsewhere: readonly string[];
}

/**
 * Files that differ between the two ends of the range and that the application renders from, though none of the policy's
 * paths covers them: behind a link, a base that several share, a chart elsewhere in the repository, what its team has
 * told Argo CD.
 */
export async function changedOutside(git: Git, rendering: Rendering): Promise<string[]> {
  const { range, sources, generatePaths } = rendering;
  const paths = [...rendering.paths];
  const beyond = await readRenderedPaths(git, range.revision, { paths, roots: rootsOf(sources) });
  const rendered = beyond.paths.map(({ path }) => path || '.');
  const folders = generatePaths.map((path) => fixedPart(path) || '.');
  if (rendered.length + folders.length === 0) return [];
  const { between } = await readChanges(git, range, [...rendered, ...folders]);
  return between
    .map(({ path }) => path)
    .filter((path) => !rendersFrom({ paths }, path))
    .filter((path) => rendersFrom({ paths: rendered }, path) || isStated(path, rendering))
    .sort()
    .slice(0, mostRenderedOutside);
}

type Synced = Pick<SyncTimes, 'syncs' | 'application'>;

/** What the policy does not list of what a sync renders its application from. */
export function unlistedBy(
  git: Git,
  { policy, application }: Pick<BasePolicy, 'policy' | 'application'>,
  range: Range,
  { syncs, application: current }: Synced,
): Promise<string[]> {
  const others = Object.entries(policy.applications).filter(([name]) => name !== application.name);
  return changedOutside(git, {
    range,
    paths: pathsInArgocd(policy, application),
    sources: syncs.at(-1)?.sources ?? [],
    generatePaths: current?.spec.generatePaths ?? [],
    elsewhere: others.flatMap(([, { paths }]) => paths),
  });
}

/** Such a list may be as coarse as "all that we deploy": what is another application's is no input of this one by it. */
function isStated(path: string, { generatePaths, elsewhere }: Rendering): boolean {
  return (
    generatePaths.some((one) => isGeneratedFrom(one, path)) && !rendersFrom({ paths: [...elsewhere] }, path)
  );
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
