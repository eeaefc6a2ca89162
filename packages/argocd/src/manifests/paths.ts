import { isDeepStrictEqual } from 'node:util';

/** Of one object; the first of them tell what kind of change it is. */
const mostPaths = 20;

/** Where two values differ: `spec.template.spec.containers.web.image`, in the order of the names. */
export function differingPaths(before: unknown, after: unknown): readonly string[] {
  return [...walk(before, after, '')].slice(0, mostPaths);
}

function* walk(before: unknown, after: unknown, path: string): Generator<string> {
  if (isDeepStrictEqual(before, after)) return;
  const [old, now] = [childrenOf(before), childrenOf(after)];
  if (old === null || now === null) {
    yield path;
    return;
  }
  const names = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  const inner = names.filter((name) => !isDeepStrictEqual(old.get(name), now.get(name)));
  // Elements that only changed places.
  if (inner.length === 0) yield path;
  for (const name of inner) yield* walk(old.get(name), now.get(name), path === '' ? name : `${path}.${name}`);
}

/** Elements that have names are known by them. */
function childrenOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const named = value.every((item) => typeof item?.name === 'string');
  return new Map(value.map((item, index) => [named ? item.name : String(index), item]));
}
