import { literally, type Matcher, type Selector } from '@backout/policy';

/** A selector that names its metric: only such are asked together. */
export interface NamedSelector extends Selector {
  readonly name: string;
}

/** The selectors of a signal: they are always in the same question, so that they are of the same moment. */
export interface SignalSelectors {
  readonly signal: string;
  readonly selectors: readonly NamedSelector[];
}

/** One question for several signals. */
export interface Union {
  readonly signals: readonly SignalSelectors[];
  readonly selector: string;
}

/** The labels that a metric's series were seen with; undefined for a metric of which none was seen. */
export type LabelsOf = (metric: string) => ReadonlySet<string> | undefined;

/** A histogram has a series for each of its buckets, of which a signal needs one. */
const bucketLabel = 'le';

/**
 * Signals in as few questions as fetch little more than is needed: a signal joins others only where none of them loses
 * a matcher by it. Whatever a selector matches, its question matches too. A signal that is in none is asked on its own.
 */
export function unionsOf(signals: readonly SignalSelectors[], labelsOf: LabelsOf): Union[] {
  const groups: SignalSelectors[][] = [];
  for (const signal of signals) {
    const joined = groups.find((group) => goTogether([...group, signal], labelsOf));
    if (joined !== undefined) joined.push(signal);
    else if (goTogether([signal], labelsOf)) groups.push([signal]);
  }
  return groups.map((group) => ({ signals: group, selector: written(selectorsOf(group), labelsOf) }));
}

function selectorsOf(signals: readonly SignalSelectors[]): NamedSelector[] {
  return signals.flatMap(({ selectors }) => selectors);
}

function goTogether(signals: readonly SignalSelectors[], labelsOf: LabelsOf): boolean {
  const alone = new Set(signals.flatMap(({ selectors }) => lost(selectors, labelsOf)));
  return lost(selectorsOf(signals), labelsOf).every(
    (one) => alone.has(one) && !one.endsWith(`\n${bucketLabel}`),
  );
}

/** What selectors ask for that their union does not, unless all of it is needed by a wider selector anyway. */
function lost(selectors: readonly NamedSelector[], labelsOf: LabelsOf): string[] {
  const kept = new Set(shared(selectors, labelsOf).map(({ label }) => label));
  const narrow = selectors.filter((one) => !selectors.some((other) => isWider(other, one)));
  return narrow.flatMap((one) =>
    one.matchers
      .filter((matcher) => isPositive(matcher) && !kept.has(matcher.label))
      .map(({ label }) => `${keyOf(one)}\n${label}`),
  );
}

function isWider(one: NamedSelector, other: NamedSelector): boolean {
  const has = new Set(other.matchers.map(textOf));
  const own = new Set(one.matchers.map(textOf));
  return one.name === other.name && own.size < has.size && [...own].every((text) => has.has(text));
}

/** The matchers that every series of every selector passes. */
function shared(selectors: readonly NamedSelector[], labelsOf: LabelsOf): Matcher[] {
  const verbatim = (selectors[0]?.matchers ?? []).filter((matcher) =>
    selectors.every(({ matchers }) => matchers.some((other) => textOf(other) === textOf(matcher))),
  );
  const done = new Set(verbatim.filter(isPositive).map(({ label }) => label));
  const labels = new Set(selectors.flatMap(({ matchers }) => matchers.map(({ label }) => label)));
  const either = [...labels]
    .filter((label) => !done.has(label))
    .flatMap((label) => eitherOf(selectors, label, labelsOf));
  return unique([...verbatim, ...either], textOf);
}

/**
 * One of the values that the selectors want of a label. Where some want none, only a histogram's bucket is asked for
 * or no such label at all: Prometheus keeps `le` for buckets, so a metric that has none gets none by a deployment. Any
 * other label may be new in the version that is watched.
 */
function eitherOf(selectors: readonly NamedSelector[], label: string, labelsOf: LabelsOf): Matcher[] {
  const wanted = selectors.map(({ matchers }) =>
    matchers.find((matcher) => matcher.label === label && isPositive(matcher)),
  );
  const free = selectors.filter((_, index) => wanted[index] === undefined);
  const never = ({ name }: NamedSelector) => labelsOf(name)?.has(label) === false;
  if (wanted.every((one) => one === undefined)) return [];
  if (free.length > 0 && (label !== bucketLabel || !free.every(never))) return [];
  const patterns = wanted.flatMap((one) => (one === undefined ? [] : [patternText(one)]));
  const all = unique([...(free.length > 0 ? [''] : []), ...patterns], (pattern) => pattern);
  return [{ label, operator: '=~', value: all.join('|') }];
}

function patternText({ operator, value }: Matcher): string {
  return operator === '=' ? literally(value) : `(?:${value})`;
}

function isPositive({ operator }: Matcher): boolean {
  return operator === '=' || operator === '=~';
}

function written(selectors: readonly NamedSelector[], labelsOf: LabelsOf): string {
  const names = unique(
    selectors.map(({ name }) => name),
    (name) => name,
  );
  const [only = ''] = names;
  const matchers = shared(selectors, labelsOf).map(textOf);
  if (names.length === 1) return matchers.length === 0 ? only : `${only}{${matchers.join(',')}}`;
  // No character of a metric's name means anything in a pattern.
  return `{${[`__name__=~"${names.join('|')}"`, ...matchers].join(',')}}`;
}

function keyOf({ name, matchers }: NamedSelector): string {
  return `${name}{${matchers.map(textOf).sort().join(',')}}`;
}

function textOf({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

function unique<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
