/** YAML as data. A scalar is the text that the file has: `1.10` is no 1.1, and `6801028` no number. */
export type Value = string | null | readonly Value[] | ValueMap;
export type ValueMap = ReadonlyMap<string, Value>;

/** Why a text gives no values; what stands in it is then unknown. */
export type Unread = 'too-large' | 'too-deep' | 'too-many-anchors' | 'not-yaml';

export type Documents = { readonly documents: readonly Value[] } | { readonly unread: Unread };

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** What stands below these keys, one below the other; undefined where one of them is missing. */
export function below(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>((inner, key) => (isMap(inner) ? inner.get(key) : undefined), value);
}

export function textOf(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
