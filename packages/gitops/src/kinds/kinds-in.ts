import { below, type Documents, isList, textOf, type Value } from '../yaml/value.ts';

/** A kind that only rendering would tell. */
export const unknownKind = 'unknown';

/** The kinds of the resources that a plain manifest holds; `unknown` for all in it that is none. */
export function kindsIn(read: Documents | undefined): string[] {
  if (read === undefined || 'unread' in read) return [unknownKind];
  return read.documents.filter((document) => document !== null).flatMap(kindsOfResource);
}

/** Kubernetes takes anything with `items` for a list, and each of them for a resource. */
function kindsOfResource(resource: Value): string[] {
  const [apiVersion, kind] = ['apiVersion', 'kind'].map((key) => textOf(below(resource, key)));
  if (!apiVersion || !kind || !/^[A-Za-z][A-Za-z\d]*$/.test(kind)) return [unknownKind];
  const items = below(resource, 'items');
  const inner = isList(items) ? items.flatMap(kindsOfResource) : [];
  return kind.endsWith('List') && isList(items) ? inner : [kind, ...inner];
}
