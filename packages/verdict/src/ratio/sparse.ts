import type { CountStep } from '../plan.ts';
import { upperTail } from './binomial-tail.ts';
import { sparseOverdispersion } from './dispersion.ts';
import { expectedRatio, merge, type Tally, tally } from './steps.ts';

/** A history that holds so few bad events that its ratio is hardly known: the events themselves are the null. */
export interface Sparse {
  readonly bad: number;
  readonly total: number;
  /** stretches of ten seconds with a bad event */
  readonly raised: number;
  readonly overdispersion: number;
}

/**
 * Beyond it the base ratio is known to a sixth: the mixture of evidence.ts loses little by an upper bound of it, and
 * what the ratio drifts by itself, for which that test allows and this one does not, begins to matter.
 */
const mostEvents = 30;

/** Of the budget, where a history is sparse; the rest is the mixture's, which finds what begins late. */
const sparseShare = 4 / 5;

/** The shares of the budget of the mixture and of the test below. */
export function sharesOf(history: Sparse | null): { readonly mixture: number; readonly sparse: number } {
  return history === null ? { mixture: 1, sparse: 0 } : { mixture: 1 - sparseShare, sparse: sparseShare };
}

export function sparse(steps: readonly CountStep[], history: Tally): Sparse | null {
  const { bad, total } = history;
  if (bad > mostEvents) return null;
  const overdispersion = sparseOverdispersion(steps, expectedRatio(history));
  return { bad, total, raised: raisedStretches(steps, stretchSeconds), overdispersion };
}

/**
 * The exact test of two Poisson means given their sum (Przyborowski and Wilenski 1940): if nothing has changed, each
 * bad event of history and watch together is one of the watch with the watch's share of the requests, whatever the base
 * ratio is. So no bound of that ratio is needed, which costs most where it is least known: at half a request a second
 * +2 % is found in 9 of 10 half hours, by the mixture alone in 7.
 *
 * Looking often is paid for by a level that rises with the root of the time watched (a spending function, Lan and DeMets
 * 1983) and falls with the number of events, since more of them cross it more often: the chance of ever crossing it is
 * at most this test's share of the budget at every base ratio, reckoned exactly in sparse.test.ts.
 *
 * @param elapsed the share of the watch's time that has passed
 * @returns nats, to be held against `budget.threshold`
 */
export function sparseStrength(history: Sparse, { bad, total }: Counts, elapsed: number): number {
  const counted = (events: number) => Math.round(events / history.overdispersion);
  return (
    Math.log(sparseShare) +
    exactStrength(counted(bad), counted(history.bad), total / (total + history.total), elapsed)
  );
}

type Counts = Pick<Tally, 'bad' | 'total'>;

function exactStrength(after: number, before: number, share: number, elapsed: number): number {
  return Math.log(spentBy(elapsed) / crossings(after + before) / upperTail(after, before, share));
}

/**
 * Of the test's own budget.
 *
 * @param elapsed the share of the watch's time that has passed
 */
export function spentBy(elapsed: number): number {
  return Math.sqrt(elapsed);
}

/** A test of so many events crosses its level at the end this many times, found by reckoning. */
function crossings(events: number): number {
  return 1.4 * Math.max(1, Math.log(events / 2));
}

const stretchSeconds = 10;
const fewestStretches = 3;
const spreadNats = Math.log(3_000);

/**
 * Errors come in clusters, of which few events do not tell how large they are. Those that come together count once here,
 * and it has to be three thousand to one all the same. It is asked of all of the watch: of its worst stretch 8 of 60,000
 * simulated services with bursts of ten seconds at 5 requests a second alarmed, so 4. One burst is never enough.
 */
export function isSpread(history: Sparse, steps: readonly CountStep[], elapsed: number): boolean {
  const smeared = steps.reduce((most, { spread = 0 }) => Math.max(most, spread), 0);
  const raised = raisedStretches(steps, stretchSeconds + smeared);
  const { total } = tally(steps);
  return (
    raised >= fewestStretches &&
    exactStrength(raised, history.raised, total / (total + history.total), elapsed) >= spreadNats
  );
}

function raisedStretches(steps: readonly CountStep[], seconds: number): number {
  return merge(steps, seconds).filter(({ bad }) => bad > 0).length;
}
