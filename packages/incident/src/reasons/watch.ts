import type { Reasons } from './facts.ts';

export const watchOutcomes = {
  healthy: {},
  regression: {},
  ambiguous: {},
  'no-data': {},
  'provider-error': { signal: 'name' },
  /** The revision that was replaced. */
  superseded: { revision: 'name' },
  'own-revert': {},
  'nothing-changed': {},
} as const satisfies Reasons;

export const watchStops = {
  'clear-regression': {},
  'effect-excluded': {},
  'watch-ended': {},
  'not-watched': {},
} as const satisfies Reasons;

export const undecidedReasons = {
  'not-enough-traffic': {},
  'no-baseline': {},
  'no-series': {},
  'baseline-unhealthy': {},
  'signal-noisy': {},
  inconclusive: {},
  'onset-before-sync': {},
  'one-witness': {},
  'required-signal-missing': {},
  'neighbour-regressed': { neighbour: 'name' },
  'control-fails-too': {},
  'provider-gap': {},
  /** The key, the query or the address is wrong: waiting changes nothing. */
  'provider-refuses': {},
  /** Its numbers arrive so late that a watch is over before they do. */
  'provider-late': {},
  'health-unclear': {},
  'rollout-unfinished': {},
  'no-workload-changed': {},
  /** A series falls where nothing restarted: a sum over pods, a rate, workers that answer by turns. */
  'not-a-counter': {},
  'series-vanished': {},
  'traffic-stopped': {},
  'traffic-dropped': {},
  'clock-skew': {},
  'sync-failed': {},
  'partly-synced': {},
  'comparison-error': {},
  'no-previous-revision': {},
  /** What the sync changed, where that is known. */
  'not-in-git': { changed: 'name?' },
} as const satisfies Reasons;

export const watchRefusals = {
  'not-in-policy': {},
  'history-too-short': {},
  'application-ambiguous': {},
} as const satisfies Reasons;
