import { milliseconds, sha256 } from '@backout/incident';
import { noBaseline, type Outage, prolong } from '../outage.ts';
import type { Baseline, CountStep, Counts, RatioPlan, Reading, Unread, WatchPlan } from '../plan.ts';
import { wouldAlarm } from './calibration.ts';
import { controlOf } from './control.ts';
import { type Spending, spending } from './evidence.ts';
import { type NullModel, nullModel } from './null-model.ts';
import { quietPart } from './quiet-part.ts';
import { advance, begin, type Progress, type RatioTest, type Rolling, ratioTest } from './ratio-test.ts';
import { seasonalFactor } from './season.ts';
import {
  hasDropped,
  hasStopped,
  notStale,
  type Staleness,
  type Traffic,
  trackSilence,
  trafficOf,
} from './staleness.ts';
import { merge, type Tally, tally } from './steps.ts';

/** One ratio in the course of a watch. `test` is null where there is nothing to compare with. */
export interface RatioState {
  readonly kind: 'ratio';
  readonly plan: RatioPlan;
  readonly baseline: readonly CountStep[];
  readonly budget: Spending;
  readonly test: RatioTest | null;
  readonly traffic: Traffic;
  /** the last minutes before the sync were already worse than the time before them */
  readonly unsettled: boolean;
  /** of incidents in the history, which are left out of what the test learns */
  readonly cutSeconds: number;
  /** it was learned from all of the history, incidents and all: too little is left without them, or they may come again */
  readonly scarce: boolean;
  readonly progress: Progress | null;
  readonly staleness: Staleness;
  readonly outage: Outage | null;
  /** read before there was a history to compare it with */
  readonly held: readonly Counts[];
  /** how late the newest numbers were, as their provider is */
  readonly lagMs: number;
  readonly newest: Tally | null;
  /** what the old pods served beside it */
  readonly stable: Tally | null;
  /** ms, by the runner's clock: when the alarm stood first */
  readonly alarmedAt: number | null;
  readonly series: string;
}

const noCounts = { newest: null, stable: null };

const leastRequests = 30;
const leastBaselineSeconds = 60;
/** So long a service has to be quiet for a baseline. */
const leastQuietSeconds = 20 * 60;
const tailMs = 5 * 60_000;
const tailShare = 1 / 3;
/** Pods are cold for a minute; a shorter watch keeps at least half of its time for the exclusion. */
const warmUpMs = 60_000;

export function openRatio(
  plan: RatioPlan,
  watch: WatchPlan,
  baseline: Baseline | Unread | undefined,
): RatioState {
  const steps = baseline !== undefined && 'steps' in baseline ? baseline.steps : [];
  const budget = budgetOf(watch);
  const { total, seconds } = tally(steps);
  const usable = total >= leastRequests && seconds >= leastBaselineSeconds;
  const unsettled = usable && tailAlarms(steps, plan, budget);
  const watched = { sync: milliseconds(watch.syncStartedAt), forMs: watch.forMs };
  const quiet = quietPart(unsettled ? splitTail(steps)[0] : steps, watched);
  const isShort = quiet.cutSeconds > 0 && tally(quiet.steps).seconds < leastQuietSeconds;
  const scarce = isShort || quiet.unclear;
  const learned = scarce ? steps : quiet.steps;
  const test = usable
    ? testOf(
        plan,
        watch,
        budget,
        nullModel(learned, plan.atLeast, seasonalFactorOf(baseline, watch)),
        unsettled ? steps : learned,
      )
    : null;
  return {
    kind: 'ratio',
    plan,
    baseline: steps,
    budget,
    test,
    traffic: trafficOf(steps),
    unsettled,
    cutSeconds: quiet.cutSeconds,
    scarce,
    progress: test === null ? null : begin(test),
    staleness: notStale,
    outage: test === null ? noBaseline(baseline, milliseconds(watch.syncStartedAt)) : null,
    held: [],
    lagMs: 0,
    ...noCounts,
    alarmedAt: null,
    series: baseline !== undefined && 'series' in baseline ? baseline.series : sha256(''),
  };
}

export function lookRatio(
  state: RatioState,
  at: number,
  reading: Reading | undefined,
  rolling?: Rolling,
): RatioState {
  if (reading === undefined) return state;
  if (reading.kind === 'unread') return { ...state, ...noCounts, outage: prolong(state.outage, reading, at) };
  if (state.test === null || state.progress === null)
    return reading.kind === 'counts' ? { ...state, held: [...state.held, reading] } : state;
  if (reading.kind === 'nothing-new') return { ...state, ...noCounts, outage: null };
  if (reading.kind !== 'counts') return state;
  const { sync } = state.test;
  const fresh = reading.steps.filter((step) => step.at > sync);
  const progress = advance(state.test, state.progress, reading.steps, rolling);
  return {
    ...state,
    progress,
    staleness: trackSilence(state.staleness, fresh),
    outage: null,
    lagMs: reading.lagMs ?? 0,
    newest: tally(fresh),
    stable: controlOf(fresh),
    alarmedAt: progress.alarm === null ? null : (state.alarmedAt ?? at),
    series: sha256(`${state.series}${reading.series}`),
  };
}

export function trafficStopped(state: RatioState): boolean {
  return state.test !== null && hasStopped(state.staleness, state.traffic);
}

export function trafficDropped({ progress, traffic }: RatioState): boolean {
  return progress !== null && hasDropped(progress.trail, traffic);
}

function seasonalFactorOf(baseline: Baseline | Unread | undefined, watch: WatchPlan): number {
  const known = baseline !== undefined && 'steps' in baseline ? baseline.seasonal : undefined;
  return seasonalFactor(known ?? [], milliseconds(watch.syncStartedAt), watch.forMs);
}

function budgetOf(watch: WatchPlan): Spending {
  const ratios = watch.signals.filter(({ kind }) => kind === 'ratio').length;
  const shares = Math.max(1, ratios) * Math.max(1, watch.applications);
  return spending(watch.falseAlarmsPerMillion / 1_000_000, shares, watch.forMs);
}

function testOf(
  plan: RatioPlan,
  watch: WatchPlan,
  budget: Spending,
  model: NullModel,
  history: readonly CountStep[],
): RatioTest {
  const sync = milliseconds(watch.syncStartedAt);
  const synced = milliseconds(watch.syncFinishedAt);
  const warmUp = Math.min(warmUpMs, watch.atLeastMs / 2);
  const { atLeast: least, conditions = null } = plan;
  const { canaryConfidence: confidence } = watch;
  const control = confidence === undefined ? undefined : { confidence, times: least.times };
  return ratioTest(model, history, { least, conditions, budget, sync, synced, warmUpMs: warmUp, control });
}

function tailAlarms(steps: readonly CountStep[], plan: RatioPlan, budget: Spending): boolean {
  const [past, tail] = splitTail(merge(steps, 10));
  return (
    tally(past).total >= leastRequests &&
    wouldAlarm(nullModel(past, plan.atLeast), past, tail, { least: plan.atLeast, budget })
  );
}

/** The last five minutes, or the last third of a short history. */
function splitTail(steps: readonly CountStep[]): [readonly CountStep[], readonly CountStep[]] {
  const end = steps.at(-1)?.at ?? 0;
  const length = end - (steps[0]?.at ?? 0);
  const from = end - Math.min(tailMs, length * tailShare);
  return [steps.filter((step) => step.at <= from), steps.filter((step) => step.at > from)];
}
