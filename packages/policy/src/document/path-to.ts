import { type Document, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { Path } from '../mistakes/finding.ts';

/** The keys that lead to a place in the text, as far as the parser still knew them. */
export function pathTo(document: Document.Parsed, offset: number): Path {
  const path: (string | number)[] = [];
  for (let inner = childAt(document.contents, offset); inner !== null; inner = childAt(inner.node, offset))
    path.push(inner.key);
  return path;
}

interface Child {
  readonly key: string | number;
  readonly node: ParsedNode | null;
}

/** The last child that begins at or before the offset. */
function childAt(node: ParsedNode | null, offset: number): Child | null {
  const children = childrenOf(node);
  const index = children.findLastIndex(({ begin }) => begin <= offset);
  return children[index] ?? null;
}

function childrenOf(node: ParsedNode | null): (Child & { begin: number })[] {
  if (isMap(node)) {
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) ? [{ key: nameOf(key.value), node: value, begin: key.range[0] }] : [],
    );
  }
  const items = isSeq(node) ? (node.items as ParsedNode[]) : [];
  return items.map((item, key) => ({ key, node: item, begin: item.range[0] }));
}

function nameOf(key: unknown): string {
  return String(typeof key === 'symbol' ? key.description : key);
}
