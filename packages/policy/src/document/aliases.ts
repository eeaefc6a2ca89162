import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  visit,
} from 'yaml';
import { type Finding, finding } from '../mistakes/finding.ts';

/** What each alias stands for: the newest anchor of that name before it. */
export type Targets = ReadonlyMap<Alias, Node>;

export function aliasesOf(document: Document.Parsed): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node(_, node) {
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (isAlias(node)) target === undefined || targets.set(node, target);
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** So many values take a blink to read; aliases of aliases can make millions of a few lines. */
const most = { values: 200_000, called: '200,000' };

export function wrongAlias(document: Document.Parsed, targets: Targets): Finding | null {
  return unknownAlias(document, targets) ?? wrongMerge(document, targets) ?? expansion(document, targets);
}

/** The parser marks it by a symbol. */
export function isMerge(key: unknown): boolean {
  const name: unknown = isScalar(key) ? key.value : null;
  return typeof name === 'symbol' ? name.description === '<<' : false;
}

function at(node: Node): { spot: { at: 'offset'; offset: number } } {
  return { spot: { at: 'offset', offset: node.range?.[0] ?? 0 } };
}

function unknownAlias(document: Document.Parsed, targets: Targets): Finding | null {
  let found: Alias | null = null;
  visit(document, {
    Alias(_, alias) {
      if (targets.has(alias)) return;
      found = alias;
      return visit.BREAK;
    },
  });
  const alias = found as Alias | null;
  return alias === null ? null : finding('unknown-alias', { alias: alias.source }, at(alias));
}

function wrongMerge(document: Document.Parsed, targets: Targets): Finding | null {
  let found: Node | null = null;
  const isObject = (node: unknown) => isMap(isAlias(node) ? targets.get(node) : node);
  visit(document, {
    Pair(_, { key, value }) {
      if (!isMerge(key)) return;
      const merged = isSeq(value) ? value.items : [value];
      if (merged.every(isObject)) return;
      found = key as Node;
      return visit.BREAK;
    },
  });
  return found === null ? null : finding('merge', {}, at(found));
}

function expansion(document: Document.Parsed, targets: Targets): Finding | null {
  const { size, circle } = sizesOf(document.contents, targets);
  if (circle !== null) return finding('alias-circle', { alias: circle.source }, at(circle));
  return size > most.values ? finding('alias-expansion', { most: most.called }) : null;
}

/** How many values there are with every alias written out, each anchor counted once. */
function sizesOf(contents: Node | null, targets: Targets): { size: number; circle: Alias | null } {
  const sizes = new Map<Node, number | 'counting'>();
  let circle: Alias | null = null;
  const aliased = (alias: Alias): number => {
    const target = targets.get(alias);
    if (target === undefined) return 1;
    if (sizes.get(target) !== 'counting') return sizeOf(target);
    circle ??= alias;
    return 1;
  };
  const sizeOf = (node: unknown): number => {
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value);
    if (isAlias(node)) return aliased(node);
    if (!isCollection(node)) return 1;
    const known = sizes.get(node);
    if (typeof known === 'number') return known;
    sizes.set(node, 'counting');
    const size = node.items.reduce<number>((sum, item) => sum + sizeOf(item), 1);
    sizes.set(node, size);
    return size;
  };
  return { size: sizeOf(contents), circle };
}
