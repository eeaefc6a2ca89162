import type { ImageChange, ImageVersion } from '@backout/incident';
import { fetchBlobs, readBlob } from './file.ts';
import type { Git } from './git.ts';
import { isManifest, manifestDocuments } from './manifest.ts';
import type { PathChange } from './range.ts';

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
  for (const document of manifestDocuments(text)) walk(document, images, null);
}

/** @param revision the `org.opencontainers.image.revision` annotation of the nearest resource around */
function walk(node: unknown, images: Images, revision: string | null): void {
  if (Array.isArray(node)) for (const item of node) walk(item, images, revision);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const record = node as Record<string, unknown>;
  const nearest = annotatedRevision(record) ?? revision;
  const image = imageOf(record, nearest);
  if (image !== null) images.set(image.name, image.version);
  for (const value of Object.values(record)) walk(value, images, nearest);
}

function annotatedRevision(record: Record<string, unknown>): string | null {
  const template = (record.spec as Record<string, unknown> | undefined)?.template;
  for (const owner of [template, record]) {
    const metadata = (owner as { metadata?: { annotations?: Record<string, unknown> } } | undefined)
      ?.metadata;
    const value = metadata?.annotations?.['org.opencontainers.image.revision'];
    if (typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value)) return value;
  }
  return null;
}

function imageOf(
  record: Record<string, unknown>,
  revision: string | null,
): { name: string; version: ImageVersion } | null {
  const { image, name, newTag, digest } = record;
  if (typeof image === 'string') return reference(image, revision);
  if (typeof image === 'object' && image !== null && 'repository' in image) {
    const { repository, tag } = image as { repository: unknown; tag?: unknown };
    return {
      name: String(repository),
      version: version(tag === undefined ? null : String(tag), null, revision),
    };
  }
  if (typeof name === 'string' && (typeof newTag === 'string' || typeof digest === 'string')) {
    return { name, version: version(text(newTag), text(digest), revision) };
  }
  return null;
}

/** `registry:5000/team/app:tag@sha256:…` */
function reference(image: string, revision: string | null): { name: string; version: ImageVersion } {
  const [beforeDigest = '', digest = null] = image.split('@', 2);
  const colon = beforeDigest.lastIndexOf(':');
  const tagged = colon > beforeDigest.lastIndexOf('/');
  const name = tagged ? beforeDigest.slice(0, colon) : beforeDigest;
  return { name, version: version(tagged ? beforeDigest.slice(colon + 1) : null, digest, revision) };
}

/** A tag `sha-<hex>` names the commit it was built from; an annotation that says so is more exact. */
function version(tag: string | null, digest: string | null, revision: string | null): ImageVersion {
  return { tag, digest, revision: revision ?? /^sha-([0-9a-f]{7,64})$/.exec(tag ?? '')?.[1] ?? null };
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
