import { itemName, resourceName } from '../yaml/names.ts';
import type { Places } from '../yaml/places.ts';
import { below, isList, isMap, textOf, type Value, type ValueMap } from '../yaml/value.ts';
import { valuesOfParameters } from './parameters.ts';
import { type ImageReference, imageOf, imageReference, versionOf } from './reference.ts';
import type { Annotation, Standing } from './standing.ts';
import { type Reached, type Written, writtenIn } from './written.ts';

interface Around {
  readonly file: string;
  /** Below the document; for people. */
  readonly keys: readonly string[];
  readonly place: number;
  readonly below: Places;
  readonly reached: Reached;
  readonly annotation: Annotation | null;
}

/** Every image that the documents of a file name. @param file its path */
export function imagesIn(file: string, documents: readonly Value[], below: Places): Standing[] {
  const start = { file, keys: [], below, reached: { key: '' }, annotation: null };
  return documents.flatMap((document, index) => {
    const place = below(below(0, file), resourceName(document) ?? String(index));
    return standingIn(document, { ...start, place });
  });
}

function standingIn(value: Value, around: Around): Standing[] {
  if (isList(value)) return inList(value, around);
  if (!isMap(value)) return listed(value, around);
  const annotation = annotationOn(value, around) ?? around.annotation;
  const own = writtenIn(value, around.reached).flatMap(
    (written) => standing(written, { ...around, annotation }) ?? [],
  );
  const inner = [...value].flatMap(([key, child]) =>
    standingIn(child, { ...under(around, key), annotation, reached: { key } }),
  );
  return [...own, ...inner];
}

function under(around: Around, key: string): Around {
  return { ...around, keys: [...around.keys, key], place: around.below(around.place, key) };
}

function inList(items: readonly Value[], around: Around): Standing[] {
  const key = around.keys.at(-1) ?? '';
  if (key === 'parameters' && around.keys.at(-2) === 'helm')
    return standingIn(valuesOfParameters(items), { ...around, reached: { key } });
  return items.flatMap((item, index) => {
    const name = itemName(item) ?? replacementIn(item)?.name ?? String(index);
    return standingIn(item, { ...under(around, name), reached: { listed: key } });
  });
}

/** An entry of `images` that is a text: Argo CD writes `name=new-name:tag` for Kustomize. */
function listed(value: Value, { place, reached, annotation }: Around): Standing[] {
  const image = 'listed' in reached && reached.listed === 'images' ? replacementIn(value)?.image : undefined;
  return image === undefined ? [] : [{ place, image, annotation }];
}

function replacementIn(value: Value): { readonly name: string; readonly image: ImageReference } | null {
  const [name = '', replaced = name] = (textOf(value) ?? '').split('=', 2);
  const image = imageReference(replaced);
  if (image === null || (image.tag === null && image.digest === null)) return null;
  return { name: replaced === name ? image.name : name, image };
}

/** One without a name is called by where it stands, which no registry would take for a name. */
function standing({ key, name, version }: Written, around: Around): Standing | null {
  const { file, keys, place, annotation } = key === null ? around : under(around, key);
  const parts = versionOf(version);
  const nameless = parts && {
    name: `${file}#${keys.slice(-mostKeys).join('.')}`.slice(-longestName),
    ...parts,
  };
  const image = name === null ? nameless : imageOf(name, version);
  return image && { place, image, annotation };
}

const mostKeys = 20;
const longestName = 255;

function annotationOn(map: ValueMap, { place }: Around): Annotation | null {
  for (const owner of [below(map, 'spec', 'template'), map]) {
    const revision = textOf(below(owner, 'metadata', 'annotations', 'org.opencontainers.image.revision'));
    if (revision !== null && /^[0-9a-f]{7,64}$/.test(revision)) return { on: place, revision };
  }
  return null;
}
