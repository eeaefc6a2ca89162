import { parseSelector, type Selector } from '@backout/policy';
import type { LabelledSeries } from './answers.ts';
import { type Labels, matching } from './matching.ts';
import type { NamedSelector } from './union.ts';

/** The selectors of a signal, as we can evaluate them ourselves. */
export interface Readable {
  readonly signal: string;
  readonly selectors: readonly [total: NamedSelector, part: NamedSelector];
  readonly matches: readonly [total: (labels: Labels) => boolean, part: (labels: Labels) => boolean];
}

/** Null for selectors that only the server understands. */
export function readable(signal: string, written: readonly [total: string, part: string]): Readable | null {
  const [total, part] = written.map(parseSelector).map((selector) => (isNamed(selector) ? selector : null));
  if (!total || !part) return null;
  const [inTotal, inPart] = [matching(total), matching(part)];
  return inTotal && inPart ? { signal, selectors: [total, part], matches: [inTotal, inPart] } : null;
}

function isNamed(selector: Selector | null): selector is NamedSelector {
  return selector !== null && selector.name !== null && !selector.matchers.some(isOfName);
}

function isOfName({ label }: { readonly label: string }): boolean {
  return label === '__name__';
}

export interface Share {
  readonly total: readonly LabelledSeries[];
  readonly part: readonly LabelledSeries[];
}

/** What of an answer belongs to a signal. */
export function shareOf({ matches: [inTotal, inPart] }: Readable, series: readonly LabelledSeries[]): Share {
  return {
    total: series.filter(({ labels }) => inTotal(labels)),
    part: series.filter(({ labels }) => inPart(labels)),
  };
}

/** An answer may hold this many times what is used of it ... */
const mostHeld = 3;
/** ... and a few samples always: they cost less than another question. */
const alwaysHeld = 1_000;

/** The metrics of which an answer held far too much; none where it is fine as a whole. */
export function wastedOn(series: readonly LabelledSeries[], shares: readonly Share[]): Set<string> {
  const used = new Set(shares.flatMap(({ total, part }) => [...total, ...part]));
  const isWaste = (some: readonly LabelledSeries[]) =>
    samplesOf(some) > mostHeld * samplesOf(some.filter((one) => used.has(one)));
  if (samplesOf(series) <= alwaysHeld || !isWaste(series)) return new Set();
  const byName = Map.groupBy(series, ({ labels }) => labels.__name__ ?? '');
  return new Set([...byName].filter(([, some]) => isWaste(some)).map(([name]) => name));
}

function samplesOf(series: readonly LabelledSeries[]): number {
  return series.reduce((sum, { samples }) => sum + samples.length, 0);
}

/**
 * The signals whose selectors we read as the server does, by what it answered to each of them: every series that it
 * gave to a selector is one by our own reading, and no other. Something in between may take labels away, or not be a
 * Prometheus. A signal without any series has shown nothing yet.
 */
export function readAlike(answers: readonly (Share & { readonly readable: Readable })[]): Set<string> {
  const seen = new Map(
    answers
      .flatMap(({ total, part }) => [...total, ...part])
      .map(({ labels }) => [keyOf(labels), labels] as const),
  );
  const agree = (matches: (labels: Labels) => boolean, given: readonly LabelledSeries[]) => {
    const keys = new Set(given.map(({ labels }) => keyOf(labels)));
    return [...seen].every(([key, labels]) => matches(labels) === keys.has(key));
  };
  return new Set(
    answers
      .filter(({ total, part, readable: { matches } }) => {
        return total.length > 0 && agree(matches[0], total) && agree(matches[1], part);
      })
      .map(({ readable }) => readable.signal),
  );
}

/** Answers name the labels of a series in the same order; where they do not, they only agree less often. */
function keyOf(labels: Labels): string {
  return JSON.stringify(labels);
}
