import { type Instant, milliseconds } from '@backout/incident';
import { type GaugeState, lookGauge, openGauge } from './gauge/gauge-signal.ts';
import { type HealthState, lookHealth, openHealth } from './health-signal.ts';
import type { Baseline, Reading, SignalPlan, Unread, WatchPlan } from './plan.ts';
import { lookRatio, openRatio, type RatioState } from './ratio/ratio-signal.ts';
import type { Rolling } from './ratio/ratio-test.ts';

export type SignalState = RatioState | GaugeState | HealthState;

/** A watch after some looks. Nothing in it changes: every look makes a new one. */
export interface Watch {
  readonly plan: WatchPlan;
  readonly signals: readonly SignalState[];
  readonly looks: number;
  /** of the newest look: the provider's clock minus the runner's */
  readonly clockSkewMs: number;
  /** ms: the last look at which pods were being replaced */
  readonly rollingUntil: number | undefined;
  /** whether they were when somebody last said so: what serves then is not the new version alone */
  readonly rolling: boolean;
}

/** @param baselines what was read before the sync; a ratio or a gauge without one cannot be judged */
export function openWatch(plan: WatchPlan, baselines: readonly (Baseline | Unread)[]): Watch {
  const signals = [...plan.signals]
    .sort((a, b) => (a.signal < b.signal ? -1 : 1))
    .map((signal) =>
      open(
        signal,
        plan,
        baselines.find((baseline) => baseline.signal === signal.signal),
      ),
    );
  return { plan, signals, looks: 0, clockSkewMs: 0, rollingUntil: undefined, rolling: false };
}

function open(signal: SignalPlan, plan: WatchPlan, baseline: Baseline | Unread | undefined): SignalState {
  switch (signal.kind) {
    case 'ratio':
      return openRatio(signal, plan, baseline);
    case 'gauge':
      return openGauge(signal, plan, baseline);
    case 'health':
      return openHealth(signal);
  }
}

export interface Look {
  readonly at: Instant;
  readonly clockSkewMs: number;
  /** whether pods are being replaced; absent where nobody knows */
  readonly rolling?: boolean;
  readonly readings: readonly Reading[];
}

/** Longer than this no rollout is awaited: Kubernetes' own progress deadline. */
const longestRolloutMs = 10 * 60_000;

export function look(watch: Watch, { at, clockSkewMs, readings, ...told }: Look): Watch {
  const now = milliseconds(at);
  const rolling = told.rolling ?? watch.rolling;
  const awaited = rolling && now - milliseconds(watch.plan.syncFinishedAt) <= longestRolloutMs;
  const rollingUntil = awaited ? now : watch.rollingUntil;
  const signals = watch.signals.map((state) =>
    lookSignal(
      state,
      now,
      readings.find(({ signal }) => signal === state.plan.signal),
      { until: rollingUntil, now: rolling },
    ),
  );
  return { ...watch, signals, looks: watch.looks + 1, clockSkewMs, rollingUntil, rolling };
}

function lookSignal(
  state: SignalState,
  at: number,
  reading: Reading | undefined,
  rolling: Rolling,
): SignalState {
  switch (state.kind) {
    case 'ratio':
      return lookRatio(state, at, reading, rolling);
    case 'gauge':
      return lookGauge(state, at, reading);
    case 'health':
      return lookHealth(state, at, reading);
  }
}
