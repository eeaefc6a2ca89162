import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import { compose } from './compose.ts';

/**
 * Whether two texts say the same to whoever reads them as YAML: only comments, blank lines, indentation or the style of
 * a string differ. Another order counts as a difference, and so does what cannot be read.
 */
export function sayTheSame(one: string, other: string): boolean {
  const [a, b] = [compose(one), compose(other)];
  return 'nodes' in a && 'nodes' in b && sameLists(a.nodes, b.nodes);
}

function sameLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((node, index) => sameNodes(node, b[index]));
}

function sameNodes(a: unknown, b: unknown): boolean {
  if (isAlias(a) && isAlias(b)) return a.source === b.source;
  if (isPair(a) && isPair(b)) return sameNodes(a.key, b.key) && sameNodes(a.value, b.value);
  if (!sameMarks(a, b)) return false;
  if (isScalar(a) && isScalar(b)) return a.value === b.value && isPlain(a.type) === isPlain(b.type);
  const collections = (isSeq(a) && isSeq(b)) || (isMap(a) && isMap(b));
  return collections ? sameLists(a.items, b.items) : a === b;
}

/** `1` is a number and `'1'` is a string; the kinds of quotes are all the same. */
function isPlain(type: string | undefined): boolean {
  return type === 'PLAIN';
}

interface Marked {
  readonly anchor?: string;
  readonly tag?: string;
}

function sameMarks(a: unknown, b: unknown): boolean {
  const [one, other] = [a, b] as [Marked | null, Marked | null];
  return one?.anchor === other?.anchor && one?.tag === other?.tag;
}
