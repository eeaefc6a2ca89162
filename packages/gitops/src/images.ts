import type { ImageChange, ImageVersion } from '@backout/incident';
import { fetchBlobs, readBlob } from './file.ts';
import type { Git } from './git.ts';
import { type ImageReference, imageOf, imageReference } from './image-reference.ts';
import { isManifest, manifestDocuments } from './manifest.ts';
import type { PathChange } from './range.ts';
import { below, isList, isMap, textOf, type Value, type ValueMap } from './yaml/value.ts';

type Images = Map<string, ImageVersion>;

/** More manifests than this in one deployment are a mass change; its images are not looked at. */
const mostManifests = 20;

/**
 * Which images a change swaps, from the manifests themselves: the `image:` of containers, `images:` of a
 * kustomization, `image: {repository, tag}` of Helm values. What commit messages say is not asked.
 */
export async function readImageChanges(git: Git, paths: readonly PathChange[]): Promise<ImageChange[]> {
  const manifests = paths.filter(({ path }) => isManifest(path));
  if (manifests.length > mostManifests) return [];
  await fetchBlobs(
    git,
    manifests.flatMap(({ from, to }) => [from, to]),
  );
  const [before, after]: [Images, Images] = [new Map(), new Map()];
  for (const { from, to } of manifests) {
    if (from !== null) collect(await readBlob(git, from), before);
    if (to !== null) collect(await readBlob(git, to), after);
  }
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((name) => ({ name, from: before.get(name) ?? null, to: after.get(name) ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

function collect(text: string, images: Images): void {
  const read = manifestDocuments(text);
  if ('unread' in read) return;
  for (const document of read.documents) walk(document, images, null);
}

/** @param revision the `org.opencontainers.image.revision` annotation of the nearest resource around */
function walk(node: Value, images: Images, revision: string | null): void {
  if (isList(node)) for (const item of node) walk(item, images, revision);
  if (!isMap(node)) return;
  const nearest = annotatedRevision(node) ?? revision;
  const image = imageIn(node);
  if (image !== null) images.set(image.name, versionOf(image, nearest));
  for (const value of node.values()) walk(value, images, nearest);
}

function annotatedRevision(map: ValueMap): string | null {
  for (const owner of [below(map, 'spec', 'template'), map]) {
    const value = textOf(below(owner, 'metadata', 'annotations', 'org.opencontainers.image.revision'));
    if (value !== null && /^[0-9a-f]{7,64}$/.test(value)) return value;
  }
  return null;
}

function imageIn(map: ValueMap): ImageReference | null {
  const image = map.get('image');
  if (typeof image === 'string') return imageReference(image);
  const repository = textOf(below(image, 'repository'));
  if (repository !== null) return imageOf(repository, textOf(below(image, 'tag')) ?? '');
  const [name, newTag, digest] = ['name', 'newTag', 'digest'].map((key) => textOf(map.get(key)));
  const version = digest ? `${newTag ?? ''}@${digest}` : newTag;
  return name && version ? imageOf(name, version) : null;
}

/** A tag `sha-<hex>` names the commit it was built from; an annotation that says so is more exact. */
function versionOf({ tag, digest }: ImageReference, revision: string | null): ImageVersion {
  return { tag, digest, revision: revision ?? /^sha-([0-9a-f]{7,64})$/.exec(tag ?? '')?.[1] ?? null };
}
