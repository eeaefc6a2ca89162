import { isMap, textOf, type Value, type ValueMap } from '../yaml/value.ts';
import { type Beside, besideIn } from './beside.ts';
import { joined, nameIn, texts, versionIn } from './parts.ts';
import { imageReference } from './reference.ts';

/** A version as an object writes it; what it is a version of may stand nowhere near, and is then not said. */
export interface Written {
  /** Of the image in the object; null where the object itself is the image. */
  readonly key: string | null;
  readonly name: string | null;
  /** `tag`, `tag@digest`, `@digest` or empty. */
  readonly version: string;
}

/** How an object is reached: by its key, or as an item of the list of that key. */
export type Reached = { readonly key: string } | { readonly listed: string };

const imageKey = /image$/i;
const versionKey = /image[-_.]?(?:tag|digest)$/i;

/** The images that the keys of an object name, and the one that it is. */
export function writtenIn(map: ValueMap, reached: Reached): Written[] {
  const beside = besideIn(map);
  const named = [...map].map(([key, value]) => {
    if (imageKey.test(key)) return (isMap(value) ? ofObject : ofText)(key, value, beside);
    return versionKey.test(key) ? alone(key, value, beside) : null;
  });
  return [...named, kustomized(map, reached) ?? packaged(map, reached)].filter((image) => image !== null);
}

/** `image: {registry, repository, tag, digest}`, of which some may stand beside `image`. */
function ofObject(key: string, value: Value, beside: Beside): Written | null {
  if (!isMap(value)) return null;
  const [name, version] = [nameIn(value), versionIn(value)];
  if (version === '') return name === null ? null : { key, name, version: beside.versionOf(key) };
  const isNamed = ['repository', 'name'].some((part) => value.has(part));
  return { key, name: key === 'image' && !isNamed ? beside.repository : name, version };
}

/** `image: registry/app:tag`, where the tag may stand beside it; other keys that end so may name a picture. */
function ofText(key: string, value: Value, beside: Beside): Written | null {
  const image = imageReference(textOf(value) ?? '');
  if (image === null) return null;
  const version = joined(image.tag, image.digest) || beside.versionOf(key);
  return key === 'image' || version !== '' ? { key, name: image.name, version } : null;
}

/** `imageTag: v2` whose image is named elsewhere, if at all. */
function alone(key: string, value: Value, beside: Beside): Written | null {
  const version = textOf(value);
  if (!version || beside.isTaken(key)) return null;
  return { key, name: null, version: /digest$/i.test(key) ? joined(null, version) : version };
}

/** An entry of a kustomization's `images`; what runs has the new name. */
function kustomized(map: ValueMap, reached: Reached): Written | null {
  const [name, newName, newTag, digest] = texts(map, 'name', 'newName', 'newTag', 'digest');
  const isEntry = newName || newTag || (digest && 'listed' in reached && reached.listed === 'images');
  return name && isEntry ? { key: null, name: newName || name, version: joined(newTag, digest) } : null;
}

/** `{repository, tag}` below any key; that of an image is told with what stands beside it. */
function packaged(map: ValueMap, reached: Reached): Written | null {
  if ('key' in reached && imageKey.test(reached.key)) return null;
  const version = versionIn(map);
  return version !== '' && textOf(map.get('repository')) ? { key: null, name: nameIn(map), version } : null;
}
