import { itemName, resourceName } from './names.ts';
import type { Places } from './places.ts';
import { isList, isMap, type Value } from './value.ts';

/** Values, each with the place where it stands. A value that is at two places is there twice. */
export type Leaves = ReadonlyMap<string, number>;

/** A number for a value, the same for the same one. */
export type Numbers = (value: string) => number;

export function numberedValues(): Numbers {
  const known = new Map<string, number>();
  return (value) => {
    const number = known.get(value) ?? known.size;
    known.set(value, number);
    return number;
  };
}

/**
 * Every value of documents. A document is known by its resource, an item of a list by its name; items without one are
 * known by their values alone, so that it does not matter in which order they stand.
 */
export function leavesOf(documents: readonly Value[], places: Places, values: Numbers): Leaves {
  const leaves = new Map<string, number>();
  const walk = (value: Value, place: number): void => {
    const inner = innerOf(value);
    if (inner.length === 0) leaves.set(`${place} ${values(written(value))}`, place);
    for (const [key, child] of inner) walk(child, places(place, key));
  };
  documents.forEach((document, index) => {
    walk(document, places(0, resourceName(document) ?? String(index)));
  });
  return leaves;
}

function innerOf(value: Value): (readonly [key: string, value: Value])[] {
  if (isList(value)) return value.map((item) => [`[${itemName(item) ?? ''}]`, item]);
  return isMap(value) ? [...value] : [];
}

function written(value: Value): string {
  if (isList(value)) return '[]';
  if (isMap(value)) return '{}';
  return value === null ? 'null' : `"${value}`;
}
