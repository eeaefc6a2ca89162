import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Path, Spot } from '../mistakes/finding.ts';
import { isMerge } from './aliases.ts';
import type { Opened } from './open.ts';
import { offsetInside } from './scalar.ts';

type Source = Pick<Opened, 'text' | 'document' | 'targets'>;

/** Where in the text something is, and whether that is the very place or only its surroundings. */
export interface Located {
  readonly offset: number;
  readonly exact: boolean;
}

export function locate(source: Source, path: Path, spot: Spot): Located {
  switch (spot.at) {
    case 'offset':
      return { offset: spot.offset, exact: true };
    case 'value':
      return { offset: valueOffset(source, path), exact: true };
    case 'key':
      return { offset: keyOffset(source, spot.key) ?? valueOffset(source, path), exact: true };
    case 'inside': {
      const node = nodeAt(source, path);
      const inside = isScalar(node) ? offsetInside(source.text, node, spot.index) : null;
      return { offset: inside ?? valueOffset(source, path), exact: inside !== null };
    }
  }
}

/** Where a value stands; for something missing, the object that lacks it. */
function valueOffset(source: Source, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const range = nodeAt(source, path.slice(0, length))?.range;
    if (range) return range[0];
  }
  return 0;
}

function keyOffset(source: Source, path: Path): number | null {
  const parent = nodeAt(source, path.slice(0, -1));
  const key = parent === null ? undefined : pairOf(source, parent, path.at(-1) ?? '')?.key;
  return key?.range?.[0] ?? null;
}

function nodeAt(source: Source, path: Path): Node | null {
  let node: Node | null = source.document.contents;
  for (const key of path) {
    const parent = resolved(source, node);
    node =
      (isSeq(parent)
        ? (parent.items[Number(key)] as Node | undefined)
        : pairOf(source, parent, key)?.value) ?? null;
    if (node === null) return null;
  }
  return resolved(source, node);
}

function resolved(source: Source, node: Node | null): Node | null {
  return isAlias(node) ? (source.targets.get(node) ?? null) : node;
}

type FoundPair = Pair<Node, Node | null>;

/** An object's own key comes before those that it merges. */
function pairOf(source: Source, node: Node | null, key: string | number): FoundPair | undefined {
  const map = resolved(source, node);
  if (!isMap(map)) return undefined;
  const pairs = map.items as FoundPair[];
  const own = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
  if (own !== undefined) return own;
  const merged = pairs
    .filter((pair) => isMerge(pair.key))
    .flatMap(({ value }) => (isSeq(value) ? (value.items as Node[]) : [value]));
  for (const from of merged) {
    const found = pairOf(source, from, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
