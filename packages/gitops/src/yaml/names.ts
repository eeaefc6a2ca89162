import { below, textOf, type Value } from './value.ts';

/** Kubernetes allows 253 characters; what is longer names nothing. */
const longest = 253;

/** `Deployment/namespace/name`; null for what is no resource. */
export function resourceName(value: Value): string | null {
  const [kind, name] = [nameAt(value, 'kind'), nameAt(value, 'metadata', 'name')];
  return kind && name ? `${kind}/${nameAt(value, 'metadata', 'namespace') ?? ''}/${name}` : null;
}

/** What tells an item of a list from the others, wherever it stands in it. */
export function itemName(item: Value): string | null {
  return nameAt(item, 'name') ?? resourceName(item);
}

function nameAt(value: Value, ...keys: readonly string[]): string | null {
  const name = textOf(below(value, ...keys));
  return name !== null && name.length <= longest ? name : null;
}
