import type { Instant, UndecidedReason } from '@backout/incident';
import type { GaugePoint, GaugeScale } from './gauge/forecast.ts';
import type { Worse } from './gauge/shift-test.ts';

/** The smallest worsening that counts: all three have to be exceeded. */
export interface LeastEffect {
  /** bad events */
  readonly events: number;
  /** percentage points above the baseline */
  readonly points: number;
  /** times the baseline */
  readonly times: number;
  /** a ratio that counts although its effect is smaller, if it is worse than the baseline at all */
  readonly above?: number;
  /** that ratio counts in place of the effect: what is worse and does not reach it does not count */
  readonly aboveAlone?: boolean;
}

/** What makes the verdict, where a team wrote a threshold: it alone, or the test as well. */
type Decide = 'threshold' | 'either';

/** What a team says of a ratio beside the smallest effect; ratios from 0 to 1, null where it says nothing. */
export interface Conditions {
  readonly failAbove: number | null;
  /** what is worse and not above `failAbove` is for a person to decide */
  readonly reviewAbove: number | null;
  /** ms for which they have to hold */
  readonly forMs: number;
  /** the share of good requests that was promised */
  readonly objective: number | null;
  readonly decide: Decide;
}

/** A value that a team does not want to be passed, in the unit of the points; null where it says nothing of that side. */
export interface GaugeThreshold {
  readonly above: number | null;
  readonly below: number | null;
  /** ms for which every point has to be beyond it */
  readonly forMs: number;
  readonly decide: Decide;
}

export interface RatioPlan {
  readonly kind: 'ratio';
  readonly signal: string;
  readonly atLeast: LeastEffect;
  readonly conditions?: Conditions;
}

export interface HealthPlan {
  readonly kind: 'health';
  readonly signal: string;
  /** consecutive failed checks that make it a witness */
  readonly failures: number;
}

export interface GaugePlan {
  readonly kind: 'gauge';
  readonly signal: string;
  readonly scale: GaugeScale;
  readonly worse: Worse;
  /** the smallest change that counts, as a share of the level; null: what the scale says */
  readonly leastChange: number | null;
  /** ms between two points */
  readonly stepMs: number;
  readonly threshold?: GaugeThreshold;
}

export type SignalPlan = RatioPlan | GaugePlan | HealthPlan;

export interface WatchPlan {
  readonly signals: readonly SignalPlan[];
  readonly syncStartedAt: Instant;
  /** When all of it was applied: a sync may take minutes, in which the old pods serve. Health is judged from here on. */
  readonly syncFinishedAt: Instant;
  readonly falseAlarmsPerMillion: number;
  /** applications of the same GitOps commit: they share the budget */
  readonly applications: number;
  readonly requiredSignals: number;
  readonly everyMs: number;
  readonly forMs: number;
  readonly atLeastMs: number;
  /** from 0 to 1: where old pods serve beside the new ones, how sure it has to be that these are worse than those */
  readonly canaryConfidence?: number;
}

/** `bad` of `total` in the `seconds` that ended `at` (milliseconds, the provider's clock). */
export interface CountStep {
  readonly at: number;
  readonly seconds: number;
  /**
   * Seconds between two scrapes of a process, where they are known: what happened at one moment is seen by the next
   * scrape of each process, and so in steps that lie up to this far apart.
   */
  readonly spread?: number;
  readonly bad: number;
  readonly total: number;
  /** What old pods served in it; where it is known, `bad` and `total` are what the new ones beside them did. */
  readonly control?: { readonly bad: number; readonly total: number };
  /** What of it processes did that the deployment started minutes before, where processes are told apart. */
  readonly aged?: readonly Aged[];
}

/** `bad` of `total` that processes did when they were `seconds` old, or up to a step younger. */
export interface Aged {
  readonly seconds: number;
  readonly bad: number;
  readonly total: number;
}

export interface Unread {
  readonly kind: 'unread';
  readonly signal: string;
  readonly outcome: 'no-data' | 'provider-error';
  readonly reason: UndecidedReason;
  /** ours: a status code or a time-out, never a provider's words */
  readonly detail: string;
}

export interface Counts {
  readonly kind: 'counts';
  readonly signal: string;
  readonly steps: readonly CountStep[];
  /** how late the provider's numbers are while all is well; absent: they are not */
  readonly lagMs?: number;
  /** sha256 of what was read */
  readonly series: string;
}

/** Closed points of a gauge, oldest first. */
export interface Values {
  readonly kind: 'values';
  readonly signal: string;
  readonly points: readonly GaugePoint[];
  /** as of counts */
  readonly lagMs?: number;
  /** sha256 of what was read */
  readonly series: string;
}

export interface Check {
  readonly kind: 'check';
  readonly signal: string;
  readonly at: number;
  readonly passed: boolean;
  /**
   * ms: since when what is new fails while what it replaces passes the same check; null or absent where there is
   * nothing beside it
   */
  readonly controlledSince?: number | null;
}

export interface NothingNew {
  readonly kind: 'nothing-new';
  readonly signal: string;
  /** why a check has nothing to say; it is told where it never says anything */
  readonly because?: UndecidedReason;
}

/** What one look brought for one signal. */
export type Reading = Counts | Values | Check | NothingNew | Unread;

/** The counts before the sync, the rollout excluded. */
export interface CountBaseline {
  readonly signal: string;
  readonly steps: readonly CountStep[];
  /** Around the same moment a week ago, where the provider has it. */
  readonly seasonal?: readonly CountStep[];
  readonly series: string;
}

/** The values before the sync. */
export interface GaugeBaseline {
  readonly signal: string;
  readonly points: readonly GaugePoint[];
  /** The same hour a week ago and the level before it, where the provider has them. */
  readonly seasonal?: readonly GaugePoint[];
  readonly series: string;
}

export type Baseline = CountBaseline | GaugeBaseline;
