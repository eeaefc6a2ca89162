import { textOf, type ValueMap } from '../yaml/value.ts';
import { joined, lacksVersion, versionIn } from './parts.ts';

/** What stands beside the images of an object, and may belong to them. */
export interface Beside {
  /** For an image without a name; null where it has a version of its own, and is an image itself. */
  readonly repository: string | null;
  /** The version beside the image of this key; empty where there is none. */
  versionOf(image: string): string;
  /** Whether a version's key belongs to an image beside it. */
  isTaken(version: string): boolean;
}

export function besideIn(map: ValueMap): Beside {
  const keys = new Map([...map.keys()].map((key) => [normal(key), key]));
  const at = (normalKey: string) => map.get(keys.get(normalKey) ?? '');
  const part = (image: string, name: string) =>
    textOf(at(`${normal(image)}${name}`)) ?? (image === 'image' ? textOf(map.get(name)) : null);
  return {
    repository: versionIn(map) === '' ? textOf(map.get('repository')) : null,
    versionOf: (image) => joined(part(image, 'tag'), part(image, 'digest')),
    isTaken: (version) => lacksVersion(at(normal(version).replace(/(?:tag|digest)$/, ''))),
  };
}

/** `image_tag`, `image-tag` and `imageTag` are the same to who writes charts. */
function normal(key: string): string {
  return key.toLowerCase().replace(/[-_.]/g, '');
}
