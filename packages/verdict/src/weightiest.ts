import type { UndecidedReason } from '@backout/incident';

/** Null of none. */
export function weightiest(reasons: readonly UndecidedReason[]): UndecidedReason | null {
  return order.find((reason) => reasons.includes(reason)) ?? reasons[0] ?? null;
}

/** Where signals are undecided for different reasons, the one that people most have to act on is told. */
const order: readonly UndecidedReason[] = [
  'one-witness',
  'baseline-unhealthy',
  'control-fails-too',
  'not-a-counter',
  'series-vanished',
  'traffic-dropped',
  'health-unclear',
  'provider-refuses',
  'provider-gap',
  'provider-late',
  'rollout-unfinished',
  'no-series',
  'no-baseline',
  'signal-noisy',
  'inconclusive',
  'no-workload-changed',
  'not-enough-traffic',
];
