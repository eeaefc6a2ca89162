import type { Sha } from '@backout/incident';
import { readBlob } from './file.ts';
import type { Git } from './git.ts';
import type { PathChange } from './range.ts';

const manifest = /\.(?:ya?ml|json|tpl)$/;
/** More manifests than this are a mass change: what kinds are in it is not looked up one by one. */
const mostManifests = 40;

/** What tells the kinds of a change; null for a mass change. */
export function manifestContents(paths: readonly PathChange[]): Sha[] | null {
  const manifests = paths.filter(({ path }) => manifest.test(path));
  if (manifests.length > mostManifests) return null;
  return manifests.flatMap(({ from, to }) => [from, to]).filter((blob) => blob !== null);
}

/**
 * Every `kind` that the changed manifests name, on either side: `Deployment`, and `unknown` where only rendering would
 * tell. Read from the text, because a Helm template is no YAML; a kind that is named inside a resource counts as well.
 * Contents that `fetchBlobs` has not brought are fetched one by one.
 */
export async function readKinds(git: Git, paths: readonly PathChange[]): Promise<string[]> {
  const contents = manifestContents(paths);
  if (contents === null) return ['unknown'];
  const kinds = new Set<string>();
  for (const blob of contents) for (const kind of kindsIn(await readBlob(git, blob))) kinds.add(kind);
  return [...kinds].sort();
}

function kindsIn(text: string): string[] {
  return [...text.matchAll(/(?:^|[\s{,"'-])kind["']?\s*:\s*(\{\{|["']?[A-Za-z]+)/g)].map(([, value = '']) =>
    value === '{{' ? 'unknown' : value.replace(/^["']/, ''),
  );
}
