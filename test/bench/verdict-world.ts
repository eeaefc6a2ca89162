import { instant, type Verdict } from '@backout/incident';
import { type CountStep, look, openWatch, verdictOf, type Watch, type WatchPlan } from '@backout/verdict';
import { type Random, random } from './verdict-random.ts';

/** A simulated service: `ratio` is its error ratio at a second after the sync, before it for negative seconds. */
export interface Service {
  readonly rps: number;
  readonly ratio: (second: number) => number;
  /** seconds that share one burst, and the gamma shape of its intensity; null: independent errors */
  readonly bursts: { readonly seconds: number; readonly shape: number } | null;
}

export interface Watched {
  readonly outcome: string;
  readonly reason: string | null;
  /** seconds after the sync */
  readonly decidedAt: number | null;
}

export const sync = Date.UTC(2026, 10, 20, 14, 2, 10);
const historySeconds = 3_600;
const historyStep = 10;

/** What was counted of a service: an hour before the sync, and the steps of a watch, one a look. */
export interface Counted {
  readonly history: readonly CountStep[];
  readonly after: readonly CountStep[];
}

export function count(
  seed: number,
  lookSeconds: number,
  watchSeconds: number,
  make: (dice: Random) => Service,
): Counted {
  const dice = random(seed);
  const draw = counter(make(dice), dice);
  const history = steps(draw, -historySeconds, 0, historyStep);
  return { history, after: steps(draw, 0, watchSeconds, lookSeconds) };
}

/** The product's watch, fed a look at a time, without an early exit. */
export function watchCounts(counted: Counted, lookSeconds: number): Watched {
  const { verdict, second } = watchUnder(planOf(lookSeconds, counted.after.length * lookSeconds), counted);
  if (verdict === null) return { outcome: 'undecided', reason: null, decidedAt: null };
  const reason = 'reason' in verdict ? verdict.reason : null;
  return { outcome: verdict.outcome, reason, decidedAt: second };
}

/** Looks until there is a verdict. `second` is that of the last look, after the sync; null: none of them decided. */
export function watchUnder(
  plan: WatchPlan,
  { history, after }: Counted,
): { readonly watch: Watch; readonly verdict: Verdict | null; readonly second: number } {
  let watch = openWatch(plan, [{ signal: 'errors', steps: history, series: '' }]);
  let second = 0;
  for (const step of after) {
    second = (step.at - sync) / 1000;
    const at = instant(step.at);
    const readings = [{ kind: 'counts' as const, signal: 'errors', steps: [step], series: '' }];
    watch = look(watch, { at, clockSkewMs: 0, readings });
    const verdict = verdictOf(watch, at);
    if (verdict !== null) return { watch, verdict, second };
  }
  return { watch, verdict: null, second };
}

function planOf(lookSeconds: number, watchSeconds: number): WatchPlan {
  const forMs = watchSeconds * 1000;
  return {
    signals: [{ kind: 'ratio', signal: 'errors', atLeast: { events: 3, points: 0.2, times: 2 } }],
    syncStartedAt: instant(sync),
    syncFinishedAt: instant(sync),
    falseAlarmsPerMillion: 150,
    applications: 1,
    requiredSignals: 1,
    everyMs: lookSeconds * 1000,
    forMs,
    // No early exit: a watch that ends healthy cannot alarm any more, and the figures would flatter.
    atLeastMs: forMs + 1,
  };
}

function steps(
  draw: (from: number, to: number) => CountStep,
  from: number,
  to: number,
  seconds: number,
): CountStep[] {
  const drawn: CountStep[] = [];
  for (let start = from; start < to; start += seconds) drawn.push(draw(start, start + seconds));
  return drawn;
}

/** Counts of a stretch, drawn in slices of at most half a second, so that an onset or a burst may lie inside a step. */
function counter(service: Service, dice: Random): (from: number, to: number) => CountStep {
  const slice = service.rps > 100 ? 1 : 0.5;
  let burst = Number.NaN;
  let intensity = 1;
  return (from, to) => {
    let bad = 0;
    let total = 0;
    for (let second = from; second < to; second += slice) {
      const { bursts } = service;
      const newest = bursts === null ? 0 : Math.floor(second / bursts.seconds);
      if (bursts !== null && newest !== burst) intensity = dice.gamma(bursts.shape) / bursts.shape;
      burst = newest;
      const requests = dice.poisson(service.rps * slice);
      total += requests;
      bad += dice.binomial(requests, service.ratio(second + slice / 2) * intensity);
    }
    return { at: sync + to * 1000, seconds: to - from, bad, total };
  };
}
