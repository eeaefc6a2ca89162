export type {
  Baseline,
  Check,
  CountStep,
  Counts,
  HealthPlan,
  LeastEffect,
  RatioPlan,
  Reading,
  SignalPlan,
  Unread,
  WatchPlan,
} from './plan.ts';
export {
  lookRecovery,
  openRecovery,
  type RecoveryState,
  type RecoveryWatch,
  recoveryOf,
} from './recovery.ts';
export { type FreshEvidence, type FreshLook, stillFailing } from './still-failing.ts';
export { type BaselineSummary, type LookSummary, summarizeBaselines, summarizeLook } from './summary.ts';
export { endWatch, verdictOf } from './verdict-of.ts';
export { type Look, look, openWatch, type Watch } from './watch.ts';
