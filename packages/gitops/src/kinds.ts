import { fetchBlobs, readBlob } from './file.ts';
import type { Git } from './git.ts';
import type { PathChange } from './range.ts';

const manifest = /\.(?:ya?ml|json|tpl)$/;
/** More manifests than this are a mass change: what kinds are in it is not looked up one by one. */
const mostManifests = 40;

/**
 * Every `kind` that the changed manifests name, on either side: `Deployment`, and `unknown` where only rendering would
 * tell. Read from the text, because a Helm template is no YAML; a kind that is named inside a resource counts as well.
 */
export async function readKinds(git: Git, paths: readonly PathChange[]): Promise<string[]> {
  const manifests = paths.filter(({ path }) => manifest.test(path));
  if (manifests.length > mostManifests) return ['unknown'];
  const blobs = manifests.flatMap(({ from, to }) => [from, to]);
  await fetchBlobs(git, blobs);
  const kinds = new Set<string>();
  for (const blob of blobs) {
    if (blob !== null) for (const kind of kindsIn(await readBlob(git, blob))) kinds.add(kind);
  }
  return [...kinds].sort();
}

function kindsIn(text: string): string[] {
  return [...text.matchAll(/(?:^|[\s{,"'-])kind["']?\s*:\s*(\{\{|["']?[A-Za-z]+)/g)].map(([, value = '']) =>
    value === '{{' ? 'unknown' : value.replace(/^["']/, ''),
  );
}
