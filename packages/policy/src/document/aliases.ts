import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type ParsedNode,
} from 'yaml';
import { type Finding, finding } from '../mistakes/finding.ts';

/** What each alias stands for: the newest anchor of that name before it. */
export type Targets = ReadonlyMap<Alias, ParsedNode>;

/** So many values take a blink to read; aliases of aliases can make millions of a few lines. */
const most = { values: 200_000, called: '200,000' };

/** What stands for something else in a document, and the first mistake in that. */
export interface Survey {
  readonly targets: Targets;
  readonly wrong: Finding | null;
}

/** One walk through the whole document, in the order of the text. */
export function surveyOf(contents: Node | null): Survey {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode>();
  let wrong: Finding | null = null;
  const resolve = (alias: Alias): void => {
    const target = anchors.get(alias.source);
    if (target === undefined) wrong ??= finding('unknown-alias', { alias: alias.source }, at(alias));
    else targets.set(alias, target);
  };
  const walk = (node: unknown): void => {
    if (isAlias(node)) resolve(node);
    else if (isPair(node)) {
      walk(node.key);
      walk(node.value);
      wrong ??= wrongKey(node.key, node.value, targets);
    } else if (isNode(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
      if (isCollection(node)) node.items.forEach(walk);
    }
  };
  walk(contents);
  return { targets, wrong: wrong ?? (targets.size === 0 ? null : expansion(contents, targets)) };
}

/** A key of this name would be lost on the way into an object. */
const lost = '__proto__';

function wrongKey(key: unknown, value: unknown, targets: Targets): Finding | null {
  if (isCollection(key)) return finding('template', {}, at(key));
  if (isScalar(key) && key.value === lost) return finding('reserved-name', { name: lost }, at(key as Node));
  if (!isMerge(key)) return null;
  const merged = isSeq(value) ? value.items : [value];
  const areObjects = merged.every((node) => isMap(isAlias(node) ? targets.get(node) : node));
  return areObjects ? null : finding('merge', {}, at(key as Node));
}

/** The parser marks it by a symbol. */
export function isMerge(key: unknown): boolean {
  const name: unknown = isScalar(key) ? key.value : null;
  return typeof name === 'symbol' ? name.description === '<<' : false;
}

function at(node: Node): { spot: { at: 'offset'; offset: number } } {
  return { spot: { at: 'offset', offset: node.range?.[0] ?? 0 } };
}

function expansion(contents: Node | null, targets: Targets): Finding | null {
  const { size, circle } = sizesOf(contents, targets);
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
