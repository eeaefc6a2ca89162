import type { Point, Rollout, Signal } from './case.ts';
import type { SplitSeries } from './recorded-series.ts';
import { type Frame, signalsOf } from './recorded-signals.ts';

/** @returns null where only the service as a whole was recorded, and not when its pods were ready */
export function rolloutOf(
  readyAt: number | null,
  { canary, control }: SplitSeries,
  service: readonly Signal[],
  frame: Frame,
): Rollout | null {
  if (readyAt === null && canary === null && control === null) return null;
  const newPods = signalsOf(canary ?? new Map(), frame);
  const oldPods = signalsOf(control ?? new Map(), frame);
  return {
    readyAt,
    canary: newPods.map((signal) => ({ ...signal, history: pastOf(signal, [...service, ...oldPods]) })),
    control: new Map(oldPods.map(({ name, after }) => [name, after])),
    served: { canary: servedBy(newPods), control: servedBy(oldPods) },
  };
}

/** That of the service; of a service that was recorded by its pods alone, of those that were there before. */
function pastOf({ name }: Signal, others: readonly Signal[]): readonly Point[] {
  return others.find((other) => other.name === name && other.history.length > 0)?.history ?? [];
}

/** A pod that takes memory and answers nothing does not serve, nor does one that has counted no request. */
function servedBy(signals: readonly Signal[]): number[] {
  const times = signals
    .filter(({ family }) => family !== 'resource')
    .flatMap(({ family, after }) => after.filter((point) => family !== 'requests' || point.value > 0))
    .filter(({ weight }) => weight > 0)
    .map(({ t }) => t);
  return [...new Set(times)].sort((one, other) => one - other);
}
