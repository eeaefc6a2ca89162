import { type Clock, type Instant, milliseconds, type Verdict } from '@backout/incident';
import { endWatch, look, openWatch, verdictOf, type Watch, withHistories } from '@backout/verdict';
import { type HistoryRequest, readHistories, readLateHistories } from './histories.ts';
import type { Ended, SyncProgress } from './progress.ts';

export interface WatchLogger {
  baselines(watch: Watch): void;
  look(watch: Watch, at: Instant): void;
}

export interface Watching extends HistoryRequest {
  readonly progress: () => Promise<SyncProgress>;
  /** Whether pods are being replaced, where a signal of this look has read them. */
  readonly rolling: () => boolean | null;
  readonly clock: Clock;
  readonly logger: WatchLogger;
}

/** Looks until the evidence is clear, the time is over, or something newer went live. */
export async function lookLoop(watching: Watching): Promise<Verdict> {
  const { plan, signals, clock, logger } = watching;
  const syncedAt = milliseconds(plan.syncStartedAt);
  let watch = openWatch(plan, await readHistories(watching));
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
    const looked = look(watch, { at: now, clockSkewMs: signals.clockSkewMs(), ...told, readings });
    const late = await readLateHistories(watching, looked, readings);
    watch = withHistories(looked, late, milliseconds(now));
    if (late.some((read) => !('kind' in read))) logger.baselines(watch);
    logger.look(watch, now);
    const verdict = verdictOf(watch, now);
    if (ended !== null && (verdict === null || isReplaced(verdict, ended)))
      return endedEarly(watch, now, ended);
    if (verdict !== null) return verdict;
    if (milliseconds(now) >= milliseconds(plan.syncFinishedAt) + plan.forMs) return endWatch(watch, now);
  }
}

/** What fails may be what is live by now, and there is nothing of this revision left to take back. */
function isReplaced({ outcome }: Verdict, { kind }: Ended): boolean {
  return outcome === 'regression' && kind === 'superseded';
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
