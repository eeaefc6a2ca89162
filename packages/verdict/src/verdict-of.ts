import { type Instant, milliseconds, type Verdict } from '@backout/incident';
import { type Decided, decideAtEnd, decideNow } from './decide.ts';
import { findingOf } from './finding.ts';
import { judge } from './judgement.ts';
import { alphaSpentPerMillion } from './ratio/ratio-signal.ts';
import type { Watch } from './watch.ts';

/** @returns null: keep watching */
export function verdictOf(watch: Watch, at: Instant): Verdict | null {
  const decided = decideNow(watch, milliseconds(at));
  return decided === null ? null : written(watch, at, decided, stopOf(decided));
}

/** The time of the watch is over. */
export function endWatch(watch: Watch, at: Instant): Verdict {
  const now = milliseconds(at);
  const decided = decideNow(watch, now);
  return decided === null
    ? written(watch, at, decideAtEnd(watch, now), 'watch-ended')
    : written(watch, at, decided, stopOf(decided));
}

function stopOf({ outcome }: Decided): Verdict['stopped'] {
  if (outcome === 'regression') return 'clear-regression';
  return outcome === 'healthy' ? 'effect-excluded' : 'watch-ended';
}

function written(watch: Watch, at: Instant, decided: Decided, stopped: Verdict['stopped']): Verdict {
  const now = milliseconds(at);
  return {
    ...decided,
    decidedAt: at,
    stopped,
    looks: watch.looks,
    clockSkewMs: Math.round(watch.clockSkewMs),
    alphaSpentPerMillion: alphaSpentPerMillion(watch.signals),
    findings: watch.signals.map((state) =>
      findingOf(state, judge(state, now, watch.plan.everyMs), watch.clockSkewMs),
    ),
  };
}
