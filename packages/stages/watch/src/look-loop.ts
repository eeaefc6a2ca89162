import { type Clock, type Instant, milliseconds, type Verdict } from '@backout/incident';
import type { Signals, Window } from '@backout/signals';
import {
  type Baseline,
  endWatch,
  look,
  openWatch,
  type Unread,
  verdictOf,
  type Watch,
  type WatchPlan,
} from '@backout/verdict';
import type { Ended, SyncProgress } from './progress.ts';

export interface WatchLogger {
  baselines(watch: Watch): void;
  look(watch: Watch, at: Instant): void;
}

export interface Watching {
  readonly plan: WatchPlan;
  readonly baselineMs: number;
  /** Spans that are left out of the baseline. */
  readonly excludedIntervals: readonly Window[];
  readonly signals: Signals;
  readonly progress: () => Promise<SyncProgress>;
  /** Whether pods are being replaced, where a signal of this look has read them. */
  readonly rolling: () => boolean | null;
  readonly clock: Clock;
  readonly logger: WatchLogger;
}

type Baselines = Awaited<ReturnType<Signals['baseline']>>;

/** Looks until the evidence is clear, the time is over, or something newer went live. */
export async function lookLoop(watching: Watching): Promise<Verdict> {
  const { plan, baselineMs, signals, clock, logger } = watching;
  const syncedAt = milliseconds(plan.syncStartedAt);
  const baselines = await readBaselines(watching, { from: syncedAt - baselineMs, to: syncedAt });
  let watch = openWatch(
    plan,
    baselines.map((read) => ('kind' in read ? read : without(read, watching.excludedIntervals))),
  );
  logger.baselines(watch);
  // A run that was queued for minutes looks at once: the first look holds all that happened since the sync.
  for (let at = Math.max(syncedAt + plan.everyMs, milliseconds(clock.now())); ; at += plan.everyMs) {
    await clock.sleepUntil(at);
    const [readings, { ended, rolling }] = await Promise.all([
      signals.read(milliseconds(clock.now())),
      watching.progress(),
    ]);
    const now = clock.now();
    const replacing = watching.rolling() ?? rolling;
    const told = replacing === null ? {} : { rolling: replacing };
    watch = look(watch, { at: now, clockSkewMs: signals.clockSkewMs(), ...told, readings });
    logger.look(watch, now);
    const verdict = verdictOf(watch, now) ?? (ended === null ? null : endedEarly(watch, now, ended));
    if (verdict !== null) return verdict;
    if (milliseconds(now) >= milliseconds(plan.syncFinishedAt) + plan.forMs) return endWatch(watch, now);
  }
}

function without(baseline: Baseline, spans: readonly Window[]): Baseline {
  const outside = (at: number, lengthMs: number) =>
    spans.every(({ from, to }) => at <= from || at - lengthMs >= to);
  return 'points' in baseline
    ? { ...baseline, points: baseline.points.filter(({ at }) => outside(at, 0)) }
    : { ...baseline, steps: baseline.steps.filter(({ at, seconds }) => outside(at, seconds * 1000)) };
}

/** Without a baseline a signal cannot be judged at all: a provider that is away for a moment is asked again. */
const baselineTries = 4;

async function readBaselines({ signals, plan, clock }: Watching, window: Window): Promise<Baselines> {
  let first: Baselines | null = null;
  for (let tried = 1; ; tried++) {
    const baselines = await signals.baseline(window);
    first ??= baselines;
    const failed = baselines.some((read) => 'kind' in read && read.outcome === 'provider-error');
    if (!failed) return baselines;
    if (tried === baselineTries)
      return baselines.map((read) => ('kind' in read ? asAtFirst(read, first) : read));
    await clock.sleepUntil(milliseconds(clock.now()) + plan.everyMs);
  }
}

/** A provider that failed is left alone for a while: what people need to know is how it failed, not that it is awaited. */
function asAtFirst(read: Unread, first: Baselines | null): Unread {
  const before = first?.find(({ signal }) => signal === read.signal);
  return before !== undefined && 'kind' in before ? before : read;
}

/** What was seen until then is kept: it is not this revision's fault or merit any more. */
function endedEarly(watch: Watch, at: Instant, ended: Ended): Verdict {
  const { decidedAt, looks, clockSkewMs, alphaSpentPerMillion, findings } = endWatch(watch, at);
  const seen = { decidedAt, looks, clockSkewMs, alphaSpentPerMillion, findings };
  switch (ended.kind) {
    case 'superseded':
      return { outcome: 'superseded', by: ended.by, stopped: 'watch-ended', ...seen };
    case 'not-in-git':
    case 'sync-failed':
      return {
        ...{ outcome: 'ambiguous', reason: ended.kind, onset: null, neighbour: null },
        ...{ stopped: 'watch-ended', ...seen },
      };
  }
}
