import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode } from 'yaml';
import type { Path, Spot } from '../mistakes/finding.ts';
import { isMerge } from './aliases.ts';
import type { Opened } from './open.ts';
import { offsetInside } from './scalar.ts';

type Source = Pick<Opened, 'text' | 'document' | 'targets'>;

/** Where in the text something is. */
export interface Located {
  readonly offset: number;
  /** Of a value's text, where only its begin is found: the index that was asked for. */
  readonly hidden: number | null;
}

export function locate(source: Source, path: Path, spot: Spot): Located {
  switch (spot.at) {
    case 'offset':
      return { offset: spot.offset, hidden: null };
    case 'value':
      return { offset: valueOffset(source, path), hidden: null };
    case 'key':
      return { offset: keyOffset(source, spot.key) ?? valueOffset(source, path), hidden: null };
    case 'inside': {
      const node = nodeAt(source, path);
      const inside = isScalar(node) ? offsetInside(source.text, node, spot.index) : null;
      if (inside === null) return { offset: valueOffset(source, path), hidden: spot.index };
      return { offset: inside, hidden: null };
    }
  }
}

/** Where a value stands; for something missing, the object that lacks it. */
function valueOffset(source: Source, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(source, path.slice(0, length));
    if (node !== null) return node.range[0];
  }
  return 0;
}

function keyOffset(source: Source, path: Path): number | null {
  return pairOf(source, nodeAt(source, path.slice(0, -1)), path.at(-1))?.key.range[0] ?? null;
}

function nodeAt(source: Source, path: Path): ParsedNode | null {
  let node: ParsedNode | null = source.document.contents;
  for (const key of path) {
    const parent = resolved(source, node);
    node = (isSeq(parent) ? parent.items[Number(key)] : pairOf(source, parent, key)?.value) ?? null;
  }
  return resolved(source, node);
}

function resolved(source: Source, node: ParsedNode | null): ParsedNode | null {
  return isAlias(node) ? (source.targets.get(node) ?? null) : node;
}

type FoundPair = Pair<ParsedNode, ParsedNode | null>;

/** An object's own key comes before those that it merges. */
function pairOf(
  source: Source,
  node: ParsedNode | null,
  key: Path[number] | undefined,
): FoundPair | undefined {
  const map = resolved(source, node);
  if (!isMap(map)) return undefined;
  const own = map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
  if (own !== undefined) return own;
  const merged = map.items
    .filter((pair) => isMerge(pair.key))
    .flatMap(({ value }) => (isSeq(value) ? value.items : [value]));
  for (const from of merged) {
    const found = pairOf(source, from, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
