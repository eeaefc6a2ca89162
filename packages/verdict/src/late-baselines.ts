import { lookGauge, openGauge } from './gauge/gauge-signal.ts';
import { prolong } from './outage.ts';
import type { Baseline, Unread } from './plan.ts';
import { lookRatio, openRatio } from './ratio/ratio-signal.ts';
import type { SignalState, Watch } from './watch.ts';

/** The signals whose history could not be read yet, and may be: all that happened before the sync is still there. */
export function withoutHistory({ signals }: Watch): string[] {
  return signals
    .filter((state) => state.kind !== 'health' && state.test === null)
    .filter(({ outage }) => outage?.outcome === 'provider-error')
    .map(({ plan }) => plan.signal);
}

/**
 * The same watch as if the histories had been there from the start: what was read meanwhile is judged by them now.
 *
 * @param at ms
 */
export function withHistories(watch: Watch, baselines: readonly (Baseline | Unread)[], at: number): Watch {
  const missing = withoutHistory(watch);
  const signals = watch.signals.map((state) => {
    const { signal } = state.plan;
    const baseline = baselines.find((read) => read.signal === signal);
    return baseline === undefined || !missing.includes(signal) ? state : opened(watch, state, baseline, at);
  });
  return { ...watch, signals };
}

function opened(watch: Watch, state: SignalState, baseline: Baseline | Unread, at: number): SignalState {
  if ('kind' in baseline) return { ...state, outage: prolong(state.outage, baseline, at) };
  const { plan } = watch;
  const rolling = { until: watch.rollingUntil, now: watch.rolling };
  switch (state.kind) {
    case 'ratio':
      return state.held.reduce(
        (judged, reading) => lookRatio(judged, at, reading, rolling),
        openRatio(state.plan, plan, baseline),
      );
    case 'gauge':
      return state.held.reduce(
        (judged, reading) => lookGauge(judged, at, reading),
        openGauge(state.plan, plan, baseline),
      );
    case 'health':
      return state;
  }
}
