import { isKeyed, type Keyed } from '../document/value-at.ts';
import { type Finding, finding, type Path } from '../mistakes/finding.ts';
import { parseSelector } from '../selector.ts';
import type { QueryFault, QueryGrammar } from './fault.ts';

/** A text of a signal that Prometheus is asked for. */
interface Query {
  readonly path: Path;
  readonly text: string;
  /** What it has to be, as far as its text tells. */
  readonly is: 'value' | 'selector' | 'counter';
}

/** Reads the file as it is written, so that a query is read also where something else is wrong. */
export function queryFindings(written: unknown, grammar: QueryGrammar | null): Finding[] {
  return queriesOf(written).flatMap((query) => {
    const text = query.text.trim();
    const selector = parseSelector(text);
    if (selector === null) return faultsIn(query, text, grammar);
    const name = query.is === 'counter' ? selector.name : null;
    return name === null ? [] : recorded(name, query);
  });
}

function recorded(name: string, query: Query): Finding[] {
  if (isRecordedRate(name)) return [finding('recorded-rate', { name }, query)];
  return isRecordedSum(name) ? [finding('recorded-sum', { name }, query)] : [];
}

/** What is a plain selector needs no grammar, which takes its time; what has to be one is told so by the schema. */
function faultsIn(query: Query, text: string, grammar: QueryGrammar | null): Finding[] {
  const fault = text === '' || grammar === null ? null : grammar(text);
  const isTold = fault !== null && (fault.kind === 'grammar' || query.is === 'value');
  return isTold ? [faultFinding(query, fault)] : [];
}

function faultFinding({ path, text }: Query, fault: QueryFault): Finding {
  const indent = text.length - text.trimStart().length;
  const where = { path, spot: { at: 'inside' as const, index: fault.index + indent } };
  return fault.kind === 'type'
    ? finding('query-type', { is: fault.is, cure: fault.cure }, where)
    : finding('promql', { unexpected: fault.unexpected, cure: fault.cure }, where);
}

function queriesOf(written: unknown): Query[] {
  return entries(keyOf(written, 'applications')).flatMap(([application, { signals }]) =>
    entries(signals).flatMap(([name, signal]) =>
      queriesOfSignal(['applications', application, 'signals', name], signal),
    ),
  );
}

function queriesOfSignal(path: Path, signal: Keyed): Query[] {
  const { gauge, from, ratio, counter } = signal;
  if (gauge !== undefined) return isPrometheus(from) ? text([...path, 'gauge'], gauge, 'value') : [];
  if (!isKeyed(ratio) || !isPrometheus(ratio.from)) return [];
  const counted = counter === true ? 'selector' : 'counter';
  return [
    ...text([...path, 'ratio', 'bad'], ratio.bad, counted),
    ...text([...path, 'ratio', 'total'], ratio.total, counted),
    ...text([...path, 'ratio', 'histogram'], ratio.histogram, 'selector'),
  ];
}

function text(path: Path, value: unknown, is: Query['is']): Query[] {
  return typeof value === 'string' ? [{ path, text: value, is }] : [];
}

function isPrometheus(from: unknown): boolean {
  return from === undefined || from === 'prometheus';
}

function keyOf(value: unknown, key: string): unknown {
  return isKeyed(value) ? value[key] : undefined;
}

function entries(value: unknown): [string, Keyed][] {
  const keyed = isKeyed(value) && !Array.isArray(value) ? value : {};
  return Object.entries(keyed).filter((entry): entry is [string, Keyed] => isKeyed(entry[1]));
}

const operation =
  /^(?:\w+_)?(?:i?rate|burnrate|increase|delta|deriv|ratio|percent|quantile|avg)(?:_?\d+[smhdwy])?$/;
const suffix = /_(?:i?rate|ratio|percent|percentage|per_second|per_minute)(?:_?\d+[smhdwy])?$/;

/**
 * A recording rule is called `level:metric:operations` (prometheus.io/docs/practices/rules), and what `rate` made is no
 * counter any more. A name that ends as counters do is one, whatever is in it.
 */
function isRecordedRate(name: string): boolean {
  if (!name.includes(':')) return !/_(?:total|count|sum)$/.test(name) && suffix.test(name);
  const [, ...parts] = name.split(':');
  return parts.some((part) => operation.test(part));
}

/** What a rule called `sum` made of counters falls whenever one of them goes away. */
function isRecordedSum(name: string): boolean {
  return name
    .split(':')
    .slice(1)
    .some((part) => sum.test(part));
}

const sum = /^sum(?:_?\d+[smhdwy])?$/;
