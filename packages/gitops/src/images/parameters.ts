import { isMap, textOf, type Value, type ValueMap } from '../yaml/value.ts';

/** Nobody names a value by more, and each part is an object within the one before. */
const longestName = 300;

/** Argo CD's `helm.parameters` as the values that they stand for: `image.tag` is `tag` in `image`. */
export function valuesOfParameters(parameters: readonly Value[]): ValueMap {
  const values = new Map<string, Value>();
  for (const parameter of parameters.filter(isMap)) {
    const [name, value] = [textOf(parameter.get('name')), textOf(parameter.get('value'))];
    if (name !== null && value !== null && name.length <= longestName) put(values, keysOf(name), value);
  }
  return values;
}

/** A point of a key itself is written with a backslash before it. */
function keysOf(name: string): string[] {
  return (name.match(/(?:\\.|[^.\\])+/g) ?? []).map((key) => key.replace(/\\(.)/g, '$1'));
}

function put(values: Map<string, Value>, [key, ...rest]: readonly string[], value: string): void {
  if (key === undefined) return;
  if (rest.length === 0) values.set(key, value);
  else {
    const known = values.get(key);
    const inner = isMap(known) ? new Map(known) : new Map<string, Value>();
    put(inner, rest, value);
    values.set(key, inner);
  }
}
