import { type Instant, milliseconds, type Verdict } from '@backout/incident';
import { alphaSpentPerMillion } from './alpha-spent.ts';
import { assess } from './assessment.ts';
import { type Conclusion, concludeAtEnd, concludeNow } from './conclude.ts';
import { findingOf } from './finding.ts';
import type { Watch } from './watch.ts';

/** @returns null: keep watching */
export function verdictOf(watch: Watch, at: Instant): Verdict | null {
  const conclusion = concludeNow(watch, milliseconds(at));
  return conclusion === null ? null : written(watch, at, conclusion, stopOf(conclusion));
}

/** The time of the watch is over. */
export function endWatch(watch: Watch, at: Instant): Verdict {
  const now = milliseconds(at);
  const conclusion = concludeNow(watch, now);
  return conclusion === null
    ? written(watch, at, concludeAtEnd(watch, now), 'watch-ended')
    : written(watch, at, conclusion, stopOf(conclusion));
}

function stopOf({ outcome }: Conclusion): Verdict['stopped'] {
  if (outcome === 'regression') return 'clear-regression';
  return outcome === 'healthy' ? 'effect-excluded' : 'watch-ended';
}

function written(watch: Watch, at: Instant, conclusion: Conclusion, stopped: Verdict['stopped']): Verdict {
  const now = milliseconds(at);
  return {
    ...conclusion,
    decidedAt: at,
    stopped,
    looks: watch.looks,
    clockSkewMs: Math.round(watch.clockSkewMs),
    alphaSpentPerMillion: alphaSpentPerMillion(watch.signals),
    findings: watch.signals.map((state) =>
      findingOf(state, assess(state, now, watch.plan.everyMs), watch.clockSkewMs),
    ),
  };
}
