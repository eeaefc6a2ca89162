export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A selector of series, as it is written; the name is null where only braces are. */
export interface Selector {
  readonly name: string | null;
  readonly matchers: readonly Matcher[];
}

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const operators = /=~|!~|!=|=/y;
const text = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/y;

/** Null for whatever is not a plain selector: then only the server knows what it means. */
export function parseSelector(written: string): Selector | null {
  const scan = scanner(written);
  const name = scan.take(metricName)?.[0] ?? null;
  const matchers = scan.take(/\{/y) === null ? [] : matchersOf(scan);
  if (matchers === null || !scan.atEnd()) return null;
  return name === null && matchers.length === 0 ? null : { name, matchers };
}

type Scanner = ReturnType<typeof scanner>;

function scanner(written: string) {
  let at = 0;
  const take = (token: RegExp): RegExpExecArray | null => {
    at += /^[ \t\r\n]*/.exec(written.slice(at))?.[0].length ?? 0;
    token.lastIndex = at;
    const found = token.exec(written);
    if (found !== null) at = token.lastIndex;
    return found;
  };
  return { take, atEnd: () => take(/$/y) !== null };
}

function matchersOf(scan: Scanner): Matcher[] | null {
  const matchers: Matcher[] = [];
  while (scan.take(/\}/y) === null) {
    const matcher = matcherOf(scan);
    if (matcher === null) return null;
    matchers.push(matcher);
    if (scan.take(/,/y) === null) return scan.take(/\}/y) === null ? null : matchers;
  }
  return matchers;
}

function matcherOf(scan: Scanner): Matcher | null {
  const label = scan.take(labelName)?.[0];
  const operator = scan.take(operators)?.[0] as Matcher['operator'] | undefined;
  const quoted = scan.take(text);
  if (label === undefined || operator === undefined || quoted === null) return null;
  const [, double, single, raw] = quoted;
  const value = raw ?? unescaped(double ?? single ?? '', double === undefined ? "'" : '"');
  return value === null ? null : { label, operator, value };
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\', n: '\n', t: '\t', r: '\r' };

/** Go has more escapes than these; a string with others is not read. */
function unescaped(written: string, quote: string): string | null {
  let known = true;
  const value = written.replace(/\\(.)/gs, (_, escaped: string) => {
    const meant = escaped === quote ? quote : escapes[escaped];
    known &&= meant !== undefined;
    return meant ?? '';
  });
  return known ? value : null;
}
