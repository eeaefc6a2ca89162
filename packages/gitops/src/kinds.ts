import { isProse, type Sha } from '@backout/incident';
import type { Change } from './changes.ts';
import type { PathChange } from './diffs.ts';
import type { Git } from './git.ts';
import { kindsIn, unknownKind } from './kinds/kinds-in.ts';
import { readUses } from './kinds/read-uses.ts';
import type { Use } from './kustomization.ts';
import { isManifest } from './manifest.ts';
import { readManifests } from './read-manifests.ts';

/** More files than this are a mass change: what kinds are in it is not looked up one by one. */
const mostFiles = 40;

/** What tells the kinds of a change; null for a mass change. */
export function manifestContents(paths: readonly PathChange[]): Sha[] | null {
  if (paths.filter(({ path }) => !isProse(path)).length > mostFiles) return null;
  const manifests = paths.filter(({ path }) => isManifest(path));
  return manifests.flatMap(({ from, to }) => [from, to]).filter((blob) => blob !== null);
}

/**
 * Every kind of the resources that the changed files hold, on either side: `Deployment`, and `unknown` where only
 * rendering would tell. A plain manifest has its kind, a patch that of its target; Helm's values and templates, other
 * inputs and other languages have none that can be told. Contents that `fetchBlobs` has not brought are fetched one by
 * one; the trees of the commit and of its mainline are local.
 */
export async function readKinds(
  git: Git,
  { commit, mainline, paths }: Pick<Change, 'commit' | 'mainline' | 'paths'>,
): Promise<string[]> {
  if (manifestContents(paths) === null || mainline === null) return [unknownKind];
  const before = paths.flatMap(({ path, from }) => (from === null ? [] : [{ path, blob: from }]));
  const after = paths.flatMap(({ path, to }) => (to === null ? [] : [{ path, blob: to }]));
  const kinds = [...(await kindsOf(git, mainline, before)), ...(await kindsOf(git, commit, after))];
  return [...new Set(kinds)].sort();
}

interface File {
  readonly path: string;
  readonly blob: Sha;
}

async function kindsOf(git: Git, revision: Sha, files: readonly File[]): Promise<string[]> {
  if (files.length === 0) return [];
  const usesOf = await readUses(
    git,
    revision,
    files.map(({ path }) => path),
  );
  if (usesOf === null) return [unknownKind];
  const used = files.map(({ path, blob }) => ({ path, blob, uses: usesOf(path) }));
  const plain = used.filter(({ path, uses }) => isManifest(path) && uses.every(({ use }) => use !== 'input'));
  const read = await readManifests(
    git,
    plain.map(({ blob }) => blob),
  );
  return used.flatMap(({ path, blob, uses }) => {
    if (isProse(path) && uses.length === 0) return [];
    const own = plain.some((file) => file.path === path) ? kindsIn(read.get(blob)) : [unknownKind];
    return uses.length === 0 ? own : uses.flatMap((use) => kindsByUse(use, own));
  });
}

function kindsByUse(use: Use, own: readonly string[]): readonly string[] {
  switch (use.use) {
    case 'resource':
      return own;
    case 'input':
      return [unknownKind];
    case 'patch':
      if (use.target === 'own') return own;
      return [use.target === 'unknown' ? unknownKind : use.target.kind];
  }
}
