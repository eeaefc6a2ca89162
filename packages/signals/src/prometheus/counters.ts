import type { LabelledSeries, QueryResult } from './answers.ts';
import { atFault } from './at-fault.ts';
import type { GatedPrometheus } from './client.ts';
import { askApart, type Counted, type Counters, since } from './counted.ts';
import { queryRange } from './query.ts';
import { type Readable, readAlike, readable, shareOf, wastedOn } from './shares.ts';
import { type Union, unionsOf } from './union.ts';

/** The counters of all ratios of an application, in as few questions as are surely answered the same. */
export interface AllCounters {
  /** Every answer reaches at least as far back as its signal wants. */
  ask(prometheus: GatedPrometheus, wanted: Wanted): Promise<Map<string, Counted>>;
}

interface Wanted {
  readonly at: number;
  /** Seconds before it, for a signal. */
  readonly seconds: (signal: string) => number;
}

/**
 * At first every signal is asked on its own. Where the answers show that we read its selectors as the server does, it
 * is asked with others from then on, until that is refused or brings far more than is used.
 */
export function openCounters(all: readonly Counters[]): AllCounters {
  const state: UnionState = { readable: readableOf(all), agreed: new Set(), labels: new Map(), unions: null };
  return {
    ask: async (prometheus, wanted) => {
      state.unions ??= planned(state);
      const { unions } = state;
      const apart = all.filter(({ signal }) => !unions.some((union) => isIn(union, signal)));
      const [answered, ...shared] = await Promise.all([
        askEach(prometheus, apart, wanted),
        ...unions.map(async (union) => {
          const answer = await askTogether(prometheus, union, wanted);
          if (answer.ok || !answer.refused) return divided(state, union, answer);
          const members = all.filter(({ signal }) => isIn(union, signal));
          const own = await askEach(prometheus, members, wanted);
          giveUp(state, atFault(own));
          return own;
        }),
      ]);
      learn(state, answered, wanted);
      return new Map([answered, ...shared].flatMap((answers) => [...answers]));
    },
  };
}

interface UnionState {
  /** Signals that may be asked with others. */
  readonly readable: Map<string, Readable>;
  /** Those of them of which the server has shown that it reads them alike. */
  readonly agreed: Set<string>;
  /** Labels of the series that were seen, by their metric. */
  readonly labels: Map<string, Set<string>>;
  /** Null where they have to be planned anew. */
  unions: readonly Union[] | null;
}

function readableOf(all: readonly Counters[]): Map<string, Readable> {
  const found = all.flatMap(({ signal, total, part }) => readable(signal, [total, part]) ?? []);
  return new Map(found.map((one) => [one.signal, one]));
}

async function askEach(
  prometheus: GatedPrometheus,
  counters: readonly Counters[],
  { at, seconds }: Wanted,
): Promise<Map<string, Counted>> {
  const asked = counters.map(async (one) => {
    return [one.signal, await askApart(prometheus, one, { at, seconds: seconds(one.signal) })] as const;
  });
  return new Map(await Promise.all(asked));
}

function askTogether(
  prometheus: GatedPrometheus,
  { selector, signals }: Union,
  { at, seconds }: Wanted,
): Promise<QueryResult> {
  const longest = Math.max(...signals.map(({ signal }) => seconds(signal)));
  return queryRange(prometheus, { selector, at, seconds: longest });
}

/** To each signal what belongs to it. */
function divided(state: UnionState, { signals }: Union, answer: QueryResult): Map<string, Counted> {
  if (!answer.ok) return new Map(signals.map(({ signal }) => [signal, answer]));
  const { series, digest, skewMs } = answer;
  const known = signals.flatMap(({ signal }) => state.readable.get(signal) ?? []);
  const shares = known.map((one) => [one.signal, shareOf(one, series)] as const);
  const wasted = wastedOn(
    series,
    shares.map(([, share]) => share),
  );
  giveUp(state, naming(signals, wasted));
  return new Map(shares.map(([signal, share]) => [signal, { ok: true, ...share, digest, skewMs }]));
}

function isIn({ signals }: Union, signal: string): boolean {
  return signals.some((one) => one.signal === signal);
}

/** The signals with a selector of one of the metrics. */
function naming(signals: Union['signals'], metrics: ReadonlySet<string>): string[] {
  return signals
    .filter(({ selectors }) => selectors.some(({ name }) => metrics.has(name)))
    .map(({ signal }) => signal);
}

function giveUp(state: UnionState, signals: readonly string[]): void {
  for (const signal of signals) {
    state.readable.delete(signal);
    state.unions = null;
  }
}

function learn(state: UnionState, answered: ReadonlyMap<string, Counted>, { at, seconds }: Wanted): void {
  // Answers are compared, so all have to reach as far back.
  const shortest = Math.min(...[...answered.keys()].map(seconds));
  const shares = [...answered].flatMap(([signal, whole]) => {
    const one = state.readable.get(signal);
    const counted = since(whole, at - shortest * 1000);
    return one !== undefined && counted.ok ? [{ ...counted, readable: one }] : [];
  });
  if (shares.length === 0) return;
  for (const { total, part } of shares) for (const series of [...total, ...part]) note(state, series);
  for (const signal of readAlike(shares)) state.agreed.add(signal);
  state.unions = null;
}

function note({ labels: known }: UnionState, { labels }: LabelledSeries): void {
  const name = labels.__name__ ?? '';
  const all = known.get(name) ?? new Set();
  for (const label of Object.keys(labels)) all.add(label);
  known.set(name, all);
}

function planned({ readable: known, agreed, labels }: UnionState): Union[] {
  const signals = [...known.values()].filter(({ signal }) => agreed.has(signal));
  return unionsOf(signals, (metric) => labels.get(metric));
}
