import type { ImageChange, Sha, WhyUnread } from '@backout/incident';
import { fetchBlobs } from './file.ts';
import type { Git } from './git.ts';
import { changesBetween } from './images/changes-between.ts';
import { imagesIn } from './images/images-in.ts';
import { isManifest } from './manifest.ts';
import type { PathChange } from './range.ts';
import { readManifests } from './read-manifests.ts';
import { numberedPlaces } from './yaml/places.ts';
import type { Documents, Unread, Value } from './yaml/value.ts';

export interface ImageReading {
  readonly images: ImageChange[];
  /** Files that may change further images; with `mass-change` nothing was looked at. */
  readonly unread: readonly { readonly path: string; readonly reason: WhyUnread }[];
}

/** More manifests, or more images, than this in one deployment are a mass change. */
const mostManifests = 20;
const mostImages = 100;

/**
 * Which images a change swaps, from the manifests themselves: the `image:` of containers, `images:` of a kustomization,
 * `image: {repository, tag}` of Helm values, what Argo CD's image updater writes beside them. What commit messages say
 * is not asked. A version that stands without an image has a name that no registry would take: its file and keys.
 * @param argocd the Argo CD Application, `name` or `namespace/name`: the parameters of others are not its own
 */
export async function readImageChanges(
  git: Git,
  paths: readonly PathChange[],
  argocd: string,
): Promise<ImageReading> {
  const manifests = paths.filter(({ path }) => isManifest(path) && !isOfAnother(path, argocd));
  if (manifests.length > mostManifests) return massChange(manifests);
  const contents = manifests.flatMap(({ from, to }) => [from, to]);
  await fetchBlobs(git, contents);
  const read = await readManifests(git, contents);
  const files = manifests.map((change) => ({ path: change.path, ...sidesOf(change, read) }));
  const places = numberedPlaces();
  const images = changesBetween(
    files.flatMap(({ path, before }) => imagesIn(path, before, places)),
    files.flatMap(({ path, after }) => imagesIn(path, after, places)),
  );
  if (images.length > mostImages) return massChange(manifests);
  return { images, unread: files.flatMap(({ path, reason }) => (reason === null ? [] : [{ path, reason }])) };
}

function massChange(manifests: readonly PathChange[]): ImageReading {
  return { images: [], unread: manifests.map(({ path }) => ({ path, reason: 'mass-change' })) };
}

interface Sides {
  readonly before: readonly Value[];
  readonly after: readonly Value[];
  readonly reason: Unread | null;
}

/** What cannot be read on one side is not compared: all that stands on the other would look new. */
function sidesOf({ from, to }: PathChange, read: ReadonlyMap<Sha, Documents>): Sides {
  const [before, after] = [from, to].map(
    (blob) => (blob === null ? undefined : read.get(blob)) ?? { documents: [] },
  ) as [Documents, Documents];
  if ('unread' in before) return { before: [], after: [], reason: before.unread };
  if ('unread' in after) return { before: [], after: [], reason: after.unread };
  return { before: before.documents, after: after.documents, reason: null };
}

/** `.argocd-source-<name>.yaml`, `.argocd-source-<namespace>_<name>.yaml`: what overrides one of the applications here. */
function isOfAnother(path: string, argocd: string): boolean {
  const [, named] = /(?:^|\/)\.argocd-source-([^/]+)\.yaml$/.exec(path) ?? [];
  if (named === undefined) return false;
  const [name, namespace] = argocd.split('/').reverse();
  const owner = namespace === undefined ? named.slice(named.indexOf('_') + 1) : named;
  return owner !== name && named !== `${namespace}_${name}`;
}
