import { type Document, isMap, isScalar, isSeq, type Node } from 'yaml';
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
  readonly node: Node | null;
}

/** The last child that begins at or before the offset. */
function childAt(node: Node | null, offset: number): Child | null {
  const children = childrenOf(node);
  const index = children.findLastIndex(({ begin }) => begin <= offset);
  return children[index] ?? null;
}

function childrenOf(node: Node | null): (Child & { begin: number })[] {
  if (isMap<Node, Node | null>(node)) {
    return node.items.flatMap(({ key, value }) =>
      isScalar(key) && key.range ? [{ key: nameOf(key.value), node: value, begin: key.range[0] }] : [],
    );
  }
  if (!isSeq<Node>(node)) return [];
  return node.items.flatMap((item, key) => (item.range ? [{ key, node: item, begin: item.range[0] }] : []));
}

function nameOf(key: unknown): string {
  return typeof key === 'symbol' ? (key.description ?? '') : String(key);
}
