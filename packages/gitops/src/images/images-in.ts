import { below, isList, isMap, textOf, type Value, type ValueMap } from '../yaml/value.ts';
import { valuesOfParameters } from './parameters.ts';
import { imageOf, imageReference, versionOf } from './reference.ts';
import { type Annotation, placeOf, type Standing } from './standing.ts';
import { type Reached, type Written, writtenIn } from './written.ts';

interface Around {
  readonly file: string;
  /** The first is the resource's name, or the document's number. */
  readonly keys: readonly string[];
  readonly reached: Reached;
  readonly annotation: Annotation | null;
}

/** Every image that the documents of a file name. @param file its path */
export function imagesIn(file: string, documents: readonly Value[]): Standing[] {
  return documents.flatMap((document, index) => {
    const keys = [resourceName(document) ?? String(index)];
    return standingIn(document, { file, keys, reached: { key: '' }, annotation: null });
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
    standingIn(child, { ...around, annotation, keys: [...around.keys, key], reached: { key } }),
  );
  return [...own, ...inner];
}

function inList(items: readonly Value[], around: Around): Standing[] {
  const key = around.keys.at(-1) ?? '';
  if (key === 'parameters' && around.keys.at(-2) === 'helm')
    return standingIn(valuesOfParameters(items), { ...around, reached: { key } });
  return items.flatMap((item, index) =>
    standingIn(item, {
      ...around,
      keys: [...around.keys, itemName(item) ?? String(index)],
      reached: { listed: key },
    }),
  );
}

/** An entry of `images` that is a text: Argo CD writes `name=new-name:tag` for Kustomize. */
function listed(value: Value, around: Around): Standing[] {
  const text = textOf(value);
  if (text === null || !('listed' in around.reached) || around.reached.listed !== 'images') return [];
  const [name = '', replaced] = text.split('=', 2);
  const image = imageReference(replaced ?? name);
  if (image === null || (image.tag === null && image.digest === null)) return [];
  const key = replaced === undefined ? image.name : name;
  return [
    { place: placeOf(around.file, [...around.keys.slice(0, -1), key]), image, annotation: around.annotation },
  ];
}

/** One without a name is called by where it stands, which no registry would take for a name. */
function standing({ key, name, version }: Written, { file, keys, annotation }: Around): Standing | null {
  const within = key === null ? keys : [...keys, key];
  const parts = versionOf(version);
  const nameless = parts && { name: `${file}#${within.slice(1).join('.')}`.slice(-longestPlace), ...parts };
  const image = name === null ? nameless : imageOf(name, version);
  return image && { place: placeOf(file, within), image, annotation };
}

const longestPlace = 255;

function annotationOn(map: ValueMap, { file, keys }: Around): Annotation | null {
  for (const owner of [below(map, 'spec', 'template'), map]) {
    const revision = textOf(below(owner, 'metadata', 'annotations', 'org.opencontainers.image.revision'));
    if (revision !== null && /^[0-9a-f]{7,64}$/.test(revision)) return { on: placeOf(file, keys), revision };
  }
  return null;
}

function resourceName(document: Value): string | null {
  const [kind, namespace, name] = [['kind'], ['metadata', 'namespace'], ['metadata', 'name']].map((keys) =>
    textOf(below(document, ...keys)),
  );
  return kind && name ? `${kind}/${namespace ?? ''}/${name}` : null;
}

function itemName(item: Value): string | null {
  return textOf(below(item, 'name')) ?? resourceName(item);
}
