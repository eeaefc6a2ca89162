import type { Detector } from '../case.ts';
import { looks } from './clock.ts';
import { type Query, queryOf, tooSlow } from './query.ts';

/** The `analysis` of a Canary. */
interface Analysis {
  readonly intervalSeconds: number;
  /** How many failed checks roll back. */
  readonly threshold: number;
}

/** `request-success-rate` of Flagger's examples: at least 99 %. */
const mostErrors = 0.01;

export const flaggers: readonly Detector[] = [
  flagger('Flagger 1m, threshold 1', { intervalSeconds: 60, threshold: 1 }),
  flagger('Flagger 1m, threshold 10', { intervalSeconds: 60, threshold: 10 }),
];

/**
 * Flagger's loop (fluxcd/flagger 15bd6ad5, `pkg/controller/scheduler.go`): a tick first rolls back what failed often
 * enough before, then checks, so the rollback is one interval after the last failure; failures are never taken back by
 * successes, and a query without an answer is one. Its check of readiness is not modelled: the series do not show it.
 */
function flagger(name: string, { intervalSeconds, threshold }: Analysis): Detector {
  return {
    name,
    alarmAt(recorded) {
      const query = queryOf(recorded);
      if (query === null) return null;
      let failedChecks = 0;
      for (const t of looks(recorded, intervalSeconds)) {
        if (failedChecks >= threshold) return t;
        if (!passes(query.of, query.ask(t, intervalSeconds))) failedChecks++;
      }
      return null;
    },
  };
}

function passes(of: Query['of'], value: number | null): boolean {
  return value !== null && value <= (of === 'errors' ? mostErrors : tooSlow);
}
