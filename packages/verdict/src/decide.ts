import { type Interval, milliseconds, type UndecidedReason } from '@backout/incident';
import { type Counted, independent } from './independent.ts';
import { type Judgement, judge, onsetOf, type Witness } from './judgement.ts';
import type { SignalState, Watch } from './watch.ts';

/** What is decided, before it is written down. */
export type Decided =
  | { readonly outcome: 'regression'; readonly onset: Interval }
  | { readonly outcome: 'healthy' }
  | {
      readonly outcome: 'ambiguous';
      readonly reason: UndecidedReason;
      readonly onset: Interval | null;
      /** Known only outside: see what watches several applications. */
      readonly neighbour: null;
    }
  | { readonly outcome: 'no-data' | 'provider-error'; readonly reason: UndecidedReason };

interface Heard {
  readonly state: SignalState;
  readonly judgement: Judgement;
}

/** Clocks that are further apart cannot say what came first. */
const longestSkewMs = 30_000;

/** In the order in which they are asked: what proves a regression comes before what hides one. */
const questions = [onsetBeforeSync, regression, lostSight, lonelyWitness, allUnavailable, allHealthy];

/** @returns null: keep watching */
export function decideNow(watch: Watch, now: number): Decided | null {
  const heard = listen(watch, now);
  for (const question of questions) {
    const answer = question(watch, heard, now);
    if (answer !== null) return answer;
  }
  return null;
}

export function decideAtEnd(watch: Watch, now: number): Decided {
  const heard = listen(watch, now);
  const lonely = unproven(watch, heard);
  if (lonely !== null) return ambiguous(lonely, onset(watch, witnesses(heard)));
  const reasons = heard.flatMap(({ judgement }) =>
    'reason' in judgement && judgement.reason !== null ? [judgement.reason] : [],
  );
  const first = weightiest.find((reason) => reasons.includes(reason)) ?? reasons[0];
  if (first !== undefined) return ambiguous(first);
  return apart(watch) ? ambiguous('clock-skew') : { outcome: 'healthy' };
}

/** Where signals are undecided for different reasons, the one that people most have to act on is told. */
const weightiest: readonly UndecidedReason[] = [
  'one-witness',
  'baseline-unhealthy',
  'control-fails-too',
  'series-vanished',
  'traffic-dropped',
  'provider-gap',
  'no-series',
  'no-baseline',
  'signal-noisy',
  'inconclusive',
  'not-enough-traffic',
];

function listen(watch: Watch, now: number): Heard[] {
  return watch.signals.map((state) => ({ state, judgement: judge(state, now, watch.plan.everyMs) }));
}

function onsetBeforeSync(watch: Watch, heard: readonly Heard[]): Decided | null {
  const sync = milliseconds(watch.plan.syncStartedAt);
  const before = witnesses(heard).filter(
    (witness) => witness.beforeSync || witness.to + Math.abs(watch.clockSkewMs) < sync,
  );
  return before.length === 0 ? null : ambiguous('onset-before-sync', onset(watch, before));
}

/** One ratio from counts, or two witnesses; and as many as the policy asks for. */
function regression(watch: Watch, heard: readonly Heard[]): Decided | null {
  const all = witnesses(heard);
  if (all.length === 0 || unproven(watch, heard) !== null) return null;
  const began = onset(watch, all);
  if (apart(watch)) return ambiguous('clock-skew', began);
  if (began === null) return ambiguous('no-baseline');
  return { outcome: 'regression', onset: began };
}

function lostSight(_watch: Watch, heard: readonly Heard[]): Decided | null {
  for (const { judgement } of heard) {
    if (judgement.says === 'lost') return ambiguous(judgement.reason);
  }
  return null;
}

const longestGraceMs = 60_000;
const leastGraceMs = 20_000;
const graceLooks = 6;

/** A witness that is not enough alone waits for a second one, but not until the end of the watch. */
function lonelyWitness(watch: Watch, heard: readonly Heard[], now: number): Decided | null {
  const reason = unproven(watch, heard);
  if (reason === null) return null;
  const { everyMs } = watch.plan;
  const others = heard.some(({ judgement }) => judgement.says === 'watching' || judgement.says === 'healthy');
  const grace = others ? Math.min(longestGraceMs, Math.max(leastGraceMs, graceLooks * everyMs)) : 0;
  const waited = Math.max(...witnesses(heard).map(({ sinceMs }) => sinceMs));
  const early = onlyGauges(heard) && now - milliseconds(watch.plan.syncFinishedAt) < watch.plan.atLeastMs;
  return waited >= grace && !early ? ambiguous(reason, onset(watch, witnesses(heard))) : null;
}

/** A latency moves before the counts of failures do: what it waits for may be minutes away. */
function onlyGauges(heard: readonly Heard[]): boolean {
  return heard.every(({ state, judgement }) => judgement.says !== 'regression' || state.kind === 'gauge');
}

/** Every signal that could decide is unreadable. A check that is failing right now is awaited. */
function allUnavailable(_watch: Watch, heard: readonly Heard[]): Decided | null {
  const checks = heard.filter(({ state }) => state.kind === 'health');
  const ratios = heard.filter(({ state }) => state.kind === 'ratio');
  const deciders = ratios.length === 0 || checks.length >= 2 ? heard : ratios;
  const unavailable = deciders.flatMap(({ judgement }) =>
    judgement.says === 'unavailable' ? [judgement] : [],
  );
  const failing = checks.some(({ state }) => state.kind === 'health' && state.consecutive > 0);
  if (failing || unavailable.length === 0 || unavailable.length < deciders.length) return null;
  const worst =
    unavailable.find(({ outcome }) => outcome === 'ambiguous') ??
    unavailable.find(({ outcome }) => outcome === 'provider-error') ??
    unavailable[0];
  if (worst === undefined) return null;
  return worst.outcome === 'ambiguous'
    ? ambiguous(worst.reason)
    : { outcome: worst.outcome, reason: worst.reason };
}

/** So late is the newest sample of a scrape every half minute: more than that is a provider that delivers late. */
const usualDelayMs = 30_000;

function allHealthy(watch: Watch, heard: readonly Heard[], now: number): Decided | null {
  const until = milliseconds(watch.plan.syncFinishedAt) + watch.plan.atLeastMs;
  const early = now < until || heard.some(({ state }) => readUntil(state) < until - usualDelayMs);
  if (early || heard.length === 0 || !heard.every(({ judgement }) => judgement.says === 'healthy')) {
    return null;
  }
  return apart(watch) ? ambiguous('clock-skew') : { outcome: 'healthy' };
}

/** ms: up to when its readings reach. Providers deliver late, one of them by minutes: what passed meanwhile was not seen. */
function readUntil(state: SignalState): number {
  switch (state.kind) {
    case 'ratio':
      return state.progress?.trail?.step.at ?? 0;
    case 'gauge':
      return (state.points.at(-1)?.at ?? 0) + state.plan.stepMs;
    case 'health':
      return state.passedAt ?? 0;
  }
}

function witnesses(heard: readonly Heard[]): Witness[] {
  return heard.flatMap(({ judgement }) => (judgement.says === 'regression' ? [judgement] : []));
}

/** Why the witnesses are not enough; null where there are none, or enough. */
function unproven(watch: Watch, heard: readonly Heard[]): UndecidedReason | null {
  const found = heard.filter(({ judgement }) => judgement.says === 'regression');
  if (found.length === 0) return null;
  const number = independent(found.map(counted));
  if (number < 2 && !found.some(({ state }) => state.kind === 'ratio')) return 'one-witness';
  return number < watch.plan.requiredSignals ? 'required-signal-missing' : null;
}

function counted({ state }: Heard): Counted {
  return { kind: state.kind, controlled: state.kind === 'health' && state.controlledSince !== null };
}

function apart(watch: Watch): boolean {
  return Math.abs(watch.clockSkewMs) > longestSkewMs;
}

/** Of the first witness that knows its own; null where none does. */
function onset(watch: Watch, all: readonly Witness[]): Interval | null {
  const first = all.filter(({ known }) => known).sort((a, b) => a.to - b.to || a.from - b.from)[0];
  return first === undefined ? null : onsetOf(first, watch.clockSkewMs);
}

function ambiguous(reason: UndecidedReason, began: Interval | null = null): Decided {
  return { outcome: 'ambiguous', reason, onset: began, neighbour: null };
}
