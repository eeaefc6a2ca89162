import { type Alias, isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import type { Documents, Unread, Value, ValueMap } from './value.ts';

/** With every alias written out: aliases of aliases make millions of a few lines. */
const mostValues = 200_000;
const deepest = 100;
/** YAML's own limit for keys of one line; Kubernetes' is 316. */
const longestKey = 1024;

/** What is known so far of the document; the first thing that is wrong ends it. */
interface Reading {
  readonly anchors: Map<string, { readonly value: Value; readonly size: number }>;
  size: number;
  unread: Unread | null;
}

/** The parser looks through the whole document for each alias; here each is looked up. */
export function valuesOf(nodes: readonly unknown[]): Documents {
  let size = 0;
  const documents: Value[] = [];
  for (const node of nodes) {
    const reading: Reading = { anchors: new Map(), size, unread: null };
    documents.push(read(node, reading, 0));
    if (reading.unread !== null) return { unread: reading.unread };
    size = reading.size;
  }
  return { documents };
}

function read(node: unknown, reading: Reading, depth: number): Value {
  if (depth > deepest) reading.unread ??= 'too-deep';
  grow(reading, 1);
  if (reading.unread !== null || node === null) return null;
  if (isAlias(node)) return aliased(node, reading);
  const before = reading.size;
  const value = isScalar(node) ? scalarOf(node, reading) : collectionOf(node, reading, depth);
  const { anchor } = node as { anchor?: string };
  if (anchor !== undefined) reading.anchors.set(anchor, { value, size: reading.size - before });
  return value;
}

function aliased({ source }: Alias, reading: Reading): Value {
  const anchored = reading.anchors.get(source);
  if (anchored === undefined) return wrong(reading);
  grow(reading, anchored.size);
  return anchored.value;
}

function grow(reading: Reading, by: number): void {
  reading.size += by;
  if (reading.size > mostValues) reading.unread ??= 'too-many-anchors';
}

const plainTag = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|timestamp|map|seq))$/;
const nothing = /^(?:~|null|Null|NULL|)$/;

function scalarOf({ tag, type, source, value }: Scalar, reading: Reading): Value {
  if (tag !== undefined && !plainTag.test(tag)) return wrong(reading);
  const text = source ?? String(value);
  return tag === undefined && type === 'PLAIN' && nothing.test(text) ? null : text;
}

function collectionOf(node: unknown, reading: Reading, depth: number): Value {
  const { tag } = node as { tag?: string };
  if (tag !== undefined && !plainTag.test(tag)) return wrong(reading);
  if (isSeq(node)) return node.items.map((item) => read(item, reading, depth + 1));
  return isMap(node) ? mapOf(node.items, reading, depth) : wrong(reading);
}

function mapOf(pairs: readonly Pair[], reading: Reading, depth: number): Value {
  const map = new Map<string, Value>();
  const merged: Value[] = [];
  for (const { key, value } of pairs) {
    const name = keyOf(key, reading);
    if (reading.unread !== null) return null;
    const inner = read(value, reading, depth + 1);
    if (name === '<<' && isScalar(key) && key.type === 'PLAIN') merged.push(inner);
    else if (name === '<<' || map.has(name)) return wrong(reading);
    else map.set(name, inner);
  }
  for (const [name, value] of merged.flatMap((from) => entriesOf(from, reading)))
    if (!map.has(name)) map.set(name, value);
  return map;
}

/** A key that is itself a collection is a template: `key: {{ .Values.key }}` parses. */
function keyOf(key: unknown, reading: Reading): string {
  const value = isAlias(key) || isScalar(key) ? read(key, reading, 0) : wrong(reading);
  const name = isScalar(key) ? (value ?? key.source ?? '') : value;
  if (typeof name === 'string' && name.length <= longestKey) return name;
  reading.unread ??= typeof name === 'string' ? 'too-large' : 'not-yaml';
  return '';
}

function entriesOf(merged: Value, reading: Reading): [string, Value][] {
  const from = Array.isArray(merged) ? (merged as readonly Value[]) : [merged];
  return from.flatMap((map) => {
    if (map instanceof Map) return [...(map as ValueMap)];
    wrong(reading);
    return [];
  });
}

/** Tags of a program's own, templates, a key twice, a `<<` in quotes: what it says depends on who reads it. */
function wrong(reading: Reading): null {
  reading.unread ??= 'not-yaml';
  return null;
}
