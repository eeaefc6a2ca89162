import { isMap, textOf, type Value, type ValueMap } from '../yaml/value.ts';
import { imageReference } from './reference.ts';

/** `ghcr.io/acme/web` of `{registry, repository}`; null where it has no name, or two: charts differ in which they take. */
export function nameIn(map: ValueMap): string | null {
  const [registry, repository, name] = texts(map, 'registry', 'repository', 'name');
  const path = repository || name;
  if (!path || (repository && name)) return null;
  return registry ? `${registry}/${path}` : path;
}

/** `v1@sha256:…` of `{tag, digest}`; empty where neither is said. */
export function versionIn(map: ValueMap): string {
  const [tag, digest, sha] = texts(map, 'tag', 'digest', 'sha');
  return joined(tag, digest || (sha && /^[0-9a-f]{64}$/.test(sha) ? `sha256:${sha}` : sha));
}

export function joined(tag: string | null | undefined, digest: string | null | undefined): string {
  return `${tag ?? ''}${digest ? `@${digest}` : ''}`;
}

/** Whether an image is named here whose version has to stand elsewhere. */
export function lacksVersion(value: Value | undefined): boolean {
  if (isMap(value)) return nameIn(value) !== null && versionIn(value) === '';
  const image = imageReference(textOf(value) ?? '');
  return image !== null && image.tag === null && image.digest === null;
}

export function texts(map: ValueMap, ...keys: readonly string[]): (string | null)[] {
  return keys.map((key) => textOf(map.get(key)));
}
