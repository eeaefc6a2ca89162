import { canonicalJson } from '@backout/incident';
import type { SourceAt } from './source.ts';

/**
 * What a source is rendered with, a field at a time: `helm.parameters.image.tag` to `v1`. Two sources render alike where
 * these are equal: an order that means nothing, and what Argo CD fills in or leaves out, make no difference.
 */
export function parameterFields({ parameters }: Pick<SourceAt, 'parameters'>): ReadonlyMap<string, string> {
  return new Map(fieldsOf('', parameters));
}

type Field = readonly [name: string, value: string];

/** What people write themselves: false, an empty word and null say something there. */
const verbatim: ReadonlySet<string> = new Set([
  'helm.valuesObject',
  'kustomize.commonLabels',
  'kustomize.commonAnnotations',
]);

function fieldsOf(name: string, value: unknown): Field[] {
  if (value === null || value === undefined || value === false || value === '') return [];
  if (verbatim.has(name)) return isEmpty(value) ? [] : exactFields(name, value);
  if (name === 'kustomize.images' && Array.isArray(value)) return value.map(imageField);
  if (Array.isArray(value)) return listFields(name, value);
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => fieldsOf(join(name, key), inner));
}

/** A dot in a key is no step down. */
function exactFields(name: string, value: unknown): Field[] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isEmpty(value))
    return [[name, canonicalJson(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    exactFields(`${name}.${key.replaceAll('.', '\\.')}`, inner),
  );
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** `nginx:1.2`, `nginx=registry.example.com/nginx:1.2`, `nginx@sha256:…`: an image is replaced once. */
function imageField(image: unknown): Field {
  const text = String(image);
  const [name = text] = /^[^=@]*?(?=[=@]|:[^/]*$|$)/.exec(text) ?? [];
  return [join('kustomize.images', name), text];
}

function listFields(name: string, list: readonly unknown[]): Field[] {
  // Of others the order counts: values files, patches.
  return list.every(isNamed)
    ? list.map((item) => [join(name, item.name), itemValue(item)])
    : [[name, canonicalJson(list)]];
}

interface Named {
  readonly name: string;
}

function isNamed(item: unknown): item is Named {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string';
}

/** An item is there even where it has no value: it sets an empty one. */
function itemValue({ name: _, ...rest }: Named): string {
  const said = Object.entries(rest).filter(([, value]) => value !== false && value !== '' && value !== null);
  const [key, value] = said[0] ?? [];
  if (said.length === 0) return '';
  const isPlain = said.length === 1 && (key === 'value' || key === 'count');
  return isPlain ? String(value) : canonicalJson(Object.fromEntries(said));
}

function join(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}
