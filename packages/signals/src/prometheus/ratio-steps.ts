import type { RatioSignal } from '@backout/policy';
import type { CountStep } from '@backout/verdict';
import { type CounterSeries, type IsNew, splitCanary, withControl } from './canary.ts';
import type { Counted } from './counted.ts';
import type { CounterState } from './counter-state.ts';
import { deltas, type Since } from './deltas.ts';
import { countSteps, type Span } from './steps.ts';

export interface RatioReading {
  readonly name: string;
  readonly signal: RatioSignal;
  /** Only what happened after this moment counts. */
  readonly since: number;
  readonly stepMs: number;
  readonly onSkew: (skewMs: number) => void;
  /** Tells the deployment's own pods from those of the version before; null: all are counted together. */
  readonly isNew: IsNew | null;
}

/** Without the targets of which the part is not known. Null: there are requests, and no series of the part beside them. */
export function knownOf(
  { part, total }: Extract<Counted, { ok: true }>,
  { signal }: RatioReading,
): CounterSeries | null {
  if (signal.part.events === 'bad') return { part, total };
  // A counter of errors begins with the first error; one of good events is there from the first request on.
  const known = new Set(part.map(({ target }) => target));
  const counted = total.filter(({ target }) => known.has(target));
  return counted.length === 0 && total.length > 0 ? null : { part, total: counted };
}

interface Counting {
  readonly seen: ReadonlyMap<string, number>;
  readonly since: Since;
  readonly span: Span;
}

/** The new pods' counts beside the old ones', from the first moment on that a new pod is there. */
export function canarySteps(
  known: CounterSeries,
  reading: RatioReading,
  counting: Counting,
  state: CounterState,
): CountStep[] {
  const split = reading.isNew === null ? null : splitCanary(known, reading.isNew);
  state.sawNew ||= split !== null && split.canary.total.length > 0;
  if (split === null || !state.sawNew) return stepsOf(known, reading, counting);
  const [canary, stable] = [split.canary, split.stable].map((side) => stepsOf(side, reading, counting));
  return withControl(canary ?? [], stable ?? []);
}

/** Bad events are counted, or they are what is left of all when the good ones are taken away. */
export function stepsOf(
  { part, total }: CounterSeries,
  { signal }: RatioReading,
  { seen, since, span }: Counting,
): CountStep[] {
  const all = deltas(total, seen, since);
  const counted = deltas(part, seen, since);
  if (signal.part.events === 'bad') return countSteps(counted, all, span);
  const good = counted.map((delta) => ({ ...delta, count: -delta.count }));
  return countSteps([...all, ...good], all, span);
}
