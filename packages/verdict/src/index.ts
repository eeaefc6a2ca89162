/** Readings to a verdict, and to a recovery: the statistics. Pure: no provider, no clock, no file. */
export type { GaugePoint } from './gauge/forecast.ts';
export { withHistories, withoutHistory } from './late-baselines.ts';
export type {
  Aged,
  Baseline,
  Check,
  CountBaseline,
  CountStep,
  Counts,
  GaugeBaseline,
  GaugePlan,
  HealthPlan,
  LeastEffect,
  RatioPlan,
  Reading,
  SignalPlan,
  Unread,
  Values,
  WatchPlan,
} from './plan.ts';
export { agedSeconds } from './ratio/by-age.ts';
export { burnLimit } from './ratio/conditions.ts';
export { checkFreshness, type FreshLook } from './recovery/freshness.ts';
export {
  lookRecovery,
  openRecovery,
  type RecoveryState,
  type RecoveryWatch,
  recoveryOf,
} from './recovery/recovery.ts';
export { type BaselineSummary, type LookSummary, summarizeBaselines, summarizeLook } from './summary.ts';
export { endWatch, verdictOf } from './verdict-of.ts';
export { type Look, look, openWatch, type Watch } from './watch.ts';
