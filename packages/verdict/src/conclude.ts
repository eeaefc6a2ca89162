import { type Interval, milliseconds, type UndecidedReason } from '@backout/incident';
import { type Assessment, assess, onsetOf, type Witness } from './assessment.ts';
import { type Counted, independent } from './independent.ts';
import { isPassing } from './outage.ts';
import type { SignalState, Watch } from './watch.ts';
import { weightiest } from './weightiest.ts';

/** What is concluded, before it is written down. */
export type Conclusion =
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

interface AssessedSignal {
  readonly state: SignalState;
  readonly assessment: Assessment;
}

/** Clocks that are further apart cannot say what came first. */
const longestSkewMs = 30_000;

/** In the order in which they are asked: what proves a regression comes before what hides one. */
const questions = [onsetBeforeSync, regression, lostSight, lonelyWitness, allUnavailable, allHealthy];

/** @returns null: keep watching */
export function concludeNow(watch: Watch, now: number): Conclusion | null {
  const assessed = assessAll(watch, now);
  for (const question of questions) {
    const answer = question(watch, assessed, now);
    if (answer !== null) return answer;
  }
  return null;
}

export function concludeAtEnd(watch: Watch, now: number): Conclusion {
  const assessed = assessAll(watch, now);
  const lonely = unproven(watch, assessed);
  if (lonely !== null) return ambiguous(lonely, onset(watch, witnesses(assessed)));
  const reasons = assessed.flatMap(({ assessment }) =>
    'reason' in assessment && assessment.reason !== null ? [assessment.reason] : [],
  );
  if (watch.rolling) reasons.push('rollout-unfinished');
  const first = weightiest(reasons);
  if (first !== null) return ambiguous(first);
  return apart(watch) ? ambiguous('clock-skew') : { outcome: 'healthy' };
}

function assessAll(watch: Watch, now: number): AssessedSignal[] {
  return watch.signals.map((state) => ({ state, assessment: assess(state, now, watch.plan.everyMs) }));
}

function onsetBeforeSync(watch: Watch, assessed: readonly AssessedSignal[]): Conclusion | null {
  const sync = milliseconds(watch.plan.syncStartedAt);
  const before = witnesses(assessed).filter(
    (witness) => witness.beforeSync || witness.to + Math.abs(watch.clockSkewMs) < sync,
  );
  return before.length === 0 ? null : ambiguous('onset-before-sync', onset(watch, before));
}

/** One ratio from counts, or two witnesses; and as many as the policy asks for. */
function regression(watch: Watch, assessed: readonly AssessedSignal[]): Conclusion | null {
  const all = witnesses(assessed);
  if (all.length === 0 || unproven(watch, assessed) !== null) return null;
  const began = onset(watch, all);
  if (apart(watch)) return ambiguous('clock-skew', began);
  if (began === null) return ambiguous('no-baseline');
  return { outcome: 'regression', onset: began };
}

function lostSight(_watch: Watch, assessed: readonly AssessedSignal[]): Conclusion | null {
  for (const { assessment } of assessed) {
    if (assessment.says === 'lost') return ambiguous(assessment.reason);
  }
  return null;
}

const longestGraceMs = 60_000;
const leastGraceMs = 20_000;
const graceLooks = 6;

/** A witness that is not enough alone waits for a second one, but not until the end of the watch. */
function lonelyWitness(watch: Watch, assessed: readonly AssessedSignal[], now: number): Conclusion | null {
  const reason = unproven(watch, assessed);
  if (reason === null) return null;
  const { everyMs } = watch.plan;
  const others = assessed.some(
    ({ assessment }) => assessment.says === 'watching' || assessment.says === 'healthy',
  );
  const grace = others ? Math.min(longestGraceMs, Math.max(leastGraceMs, graceLooks * everyMs)) : 0;
  const waited = Math.max(...witnesses(assessed).map(({ sinceMs }) => sinceMs));
  const early = onlyGauges(assessed) && now - milliseconds(watch.plan.syncFinishedAt) < watch.plan.atLeastMs;
  return waited >= grace && !early ? ambiguous(reason, onset(watch, witnesses(assessed))) : null;
}

/** A latency moves before the counts of failures do: what it waits for may be minutes away. */
function onlyGauges(assessed: readonly AssessedSignal[]): boolean {
  return assessed.every(
    ({ state, assessment }) => assessment.says !== 'regression' || state.kind === 'gauge',
  );
}

/** Every signal that could decide is unreadable, and will be. A check that is failing right now is awaited. */
function allUnavailable(watch: Watch, assessed: readonly AssessedSignal[], now: number): Conclusion | null {
  const checks = assessed.filter(({ state }) => state.kind === 'health');
  const ratios = assessed.filter(({ state }) => state.kind === 'ratio');
  const deciders = ratios.length === 0 || checks.length >= 2 ? assessed : ratios;
  const unavailable = deciders.flatMap(({ assessment }) =>
    assessment.says === 'unavailable' ? [assessment] : [],
  );
  const failing = checks.some(({ state }) => state.kind === 'health' && state.consecutive > 0);
  if (failing || unavailable.length === 0 || unavailable.length < deciders.length) return null;
  const isOver = now >= milliseconds(watch.plan.syncFinishedAt) + watch.plan.forMs;
  if (!isOver && unavailable.some(isPassing)) return null;
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

function allHealthy(watch: Watch, assessed: readonly AssessedSignal[], now: number): Conclusion | null {
  const until = milliseconds(watch.plan.syncFinishedAt) + watch.plan.atLeastMs;
  const early = now < until || assessed.some(({ state }) => readUntil(state) < until - usualDelayMs);
  if (
    early ||
    watch.rolling ||
    assessed.length === 0 ||
    !assessed.every(({ assessment }) => assessment.says === 'healthy')
  ) {
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

function witnesses(assessed: readonly AssessedSignal[]): Witness[] {
  return assessed.flatMap(({ assessment }) => (assessment.says === 'regression' ? [assessment] : []));
}

/** Why the witnesses are not enough; null where there are none, or enough. */
function unproven(watch: Watch, assessed: readonly AssessedSignal[]): UndecidedReason | null {
  const found = assessed.filter(({ assessment }) => assessment.says === 'regression');
  if (found.length === 0) return null;
  const number = independent(found.map(counted));
  if (number < 2 && !found.some(({ state }) => state.kind === 'ratio')) return 'one-witness';
  return number < watch.plan.requiredSignals ? 'required-signal-missing' : null;
}

function counted({ state }: AssessedSignal): Counted {
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

function ambiguous(reason: UndecidedReason, began: Interval | null = null): Conclusion {
  return { outcome: 'ambiguous', reason, onset: began, neighbour: null };
}
