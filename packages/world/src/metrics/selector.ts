import type { Labels } from './series.ts';

/** A PromQL selector, instant or with a range. */
export interface Selector {
  /** The one metric name that can match, where the selector pins it. */
  name: string | null;
  matches: (labels: Labels) => boolean;
  rangeMs: number | null;
}

interface Matcher {
  label: string;
  matches: (value: string) => boolean;
}

/** Spelled as Prometheus spells it: `invalid parameter "query": 1:5: parse error: …`. */
export class ParseError extends Error {}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 };
const DURATION = /(\d+)(ms|[smhdwy])/gy;
const STRING = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/y;

/** Anything else than a selector is refused: this stand-in does no arithmetic and says so. */
export function parseSelector(query: string): Selector {
  const scan = scanner(query);
  if (scan.atEnd()) throw new ParseError('1:1: parse error: no expression found in input');
  const name = scan.take(/[a-zA-Z_:][a-zA-Z0-9_:]*/y)?.[0] ?? null;
  const matchers = scan.take(/\{/y) ? matchersOf(scan) : name === null ? scan.fail() : [];
  const rangeMs = scan.take(/\[/y) ? rangeOf(scan) : null;
  if (!scan.atEnd()) scan.fail();
  if (name !== null) matchers.push({ label: '__name__', matches: (value) => value === name });
  if (matchers.every((matcher) => matcher.matches(''))) {
    throw new ParseError('1:1: parse error: vector selector must contain at least one non-empty matcher');
  }
  return { name, rangeMs, matches: (labels) => matchers.every((m) => m.matches(labels[m.label] ?? '')) };
}

type Scanner = ReturnType<typeof scanner>;

function scanner(query: string) {
  let at = 0;
  const skip = () => {
    while (/\s/.test(query[at] ?? '')) at += 1;
  };
  return {
    take(token: RegExp): RegExpExecArray | null {
      skip();
      token.lastIndex = at;
      const found = token.exec(query);
      if (found) at = token.lastIndex;
      return found;
    },
    /** Counted from 1, as Prometheus does. */
    position: () => at + 1,
    atEnd(): boolean {
      skip();
      return at >= query.length;
    },
    /** @param inside what was left open, for an input that ends too early */
    fail(inside = ''): never {
      if (at >= query.length) {
        throw new ParseError(`1:${at + 1}: parse error: unexpected end of input${inside}`);
      }
      const unexpected = `unexpected character: ${JSON.stringify(query[at])}`;
      throw new ParseError(`1:${at + 1}: parse error: ${unexpected} (only selectors are answered here)`);
    },
  };
}

function matchersOf(scan: Scanner): Matcher[] {
  const matchers: Matcher[] = [];
  while (!scan.take(/\}/y)) {
    if (scan.atEnd()) scan.fail(' inside braces');
    const label = scan.take(/[a-zA-Z_][a-zA-Z0-9_]*/y)?.[0] ?? scan.fail();
    const operator = scan.take(/=~|!~|!=|=/y)?.[0] ?? scan.fail();
    const [, double, single, raw] = scan.take(STRING) ?? scan.fail();
    matchers.push({ label, matches: test(operator, raw ?? unescaped(double ?? single ?? '')) });
    if (!scan.take(/,/y)) {
      if (!scan.take(/\}/y)) scan.fail(' inside braces');
      break;
    }
  }
  return matchers;
}

function test(operator: string, wanted: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  const pattern = anchored(wanted);
  return operator === '=~' ? (value) => pattern.test(value) : (value) => !pattern.test(value);
}

function anchored(source: string): RegExp {
  try {
    return new RegExp(`^(?:${source})$`, 's');
  } catch (cause) {
    throw new ParseError(`1:1: parse error: error parsing regexp: ${source}`, { cause });
  }
}

function rangeOf(scan: Scanner): number {
  const begin = scan.position();
  let rangeMs = 0;
  for (let part = scan.take(DURATION); part; part = scan.take(DURATION)) {
    rangeMs += Number(part[1]) * UNIT_MS[part[2] as keyof typeof UNIT_MS];
  }
  if (!scan.take(/\]/y)) scan.fail();
  if (rangeMs === 0) throw new ParseError(`1:${begin}: parse error: duration must be greater than 0`);
  return rangeMs;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, escaped: string) =>
    escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped,
  );
}
