import { instant, type Verdict } from '@backout/incident';
import { Signal } from '@backout/policy';
import { endWatch, look, openWatch, type Reading, verdictOf } from '@backout/verdict';
import { lokiQueries } from '@backout/world/metrics';
import { signalPlans } from '../signal-plans.ts';
import type { Source } from '../signals.ts';

const minutes = 60_000;

interface Clock {
  /** ms */
  readonly sync: number;
  readonly set: (now: number) => void;
}

/** A whole watch of the signal `errors`, with a look every 10 s. */
export async function watched(
  source: Source,
  { sync, set }: Clock,
): Promise<{ readonly verdict: Verdict; readonly seconds: number }> {
  const errors = Signal.parse({ ratio: { from: 'loki', bad: lokiQueries.bad, total: lokiQueries.all } });
  set(sync + 1_000);
  const baselines = await source.baseline({ from: sync - 60 * minutes, to: sync });
  let watch = openWatch(
    {
      signals: signalPlans({ signals: { errors } }),
      ...{ syncStartedAt: instant(sync), syncFinishedAt: instant(sync) },
      ...{ falseAlarmsPerMillion: 150, applications: 1, requiredSignals: 1 },
      ...{ everyMs: 10_000, forMs: 15 * minutes, atLeastMs: 4 * minutes },
    },
    baselines,
  );
  const end = sync + 15 * minutes;
  for (let now = sync + 10_000; now <= end; now += 10_000) {
    set(now);
    const at = instant(now);
    const readings: Reading[] = await source.read(now);
    watch = look(watch, { at, clockSkewMs: 0, readings });
    const verdict = verdictOf(watch, at);
    if (verdict !== null) return { verdict, seconds: (now - sync) / 1000 };
  }
  return { verdict: endWatch(watch, instant(end)), seconds: 900 };
}
