import { type Freshness, type Instant, milliseconds, type Verdict } from '@backout/incident';
import type { GaugePoint } from '../gauge/forecast.ts';
import { isOutside } from '../gauge/normal-range.ts';
import { type Counted, independent } from '../independent.ts';
import type { CountStep, Reading, SignalPlan } from '../plan.ts';
import { logRatio } from '../ratio/null-model.ts';
import { add, nothing } from '../ratio/steps.ts';
import { relapse, type Witness, witnessesOf } from './witness.ts';

export interface FreshLook {
  readonly plans: readonly SignalPlan[];
  readonly verdict: Verdict;
  /** Read just now, reaching back to the onset at most. */
  readonly readings: readonly Reading[];
  readonly at: Instant;
}

/**
 * Whether the regression is still there. The question is not the watch's (is it new, is it real) but what the newest
 * readings show; they need not be enough for a verdict of their own.
 */
export function checkFreshness({ plans, verdict, readings, at }: FreshLook): Freshness {
  const witnesses = witnessesOf(plans, verdict).filter(({ finding }) => finding.outcome === 'regression');
  const looks = witnesses.map((witness) => lookAgain(witness, readings));
  const failing = looks.filter((look) => look.says === 'failing');
  if (failing.some(({ kind }) => kind === 'ratio') || independent(failing) >= 2) {
    const [{ newestAt = 0, lagMs = 0 } = {}] = [...failing].sort((a, b) => asOf(b) - asOf(a));
    const ageMs = Math.max(0, milliseconds(at) - Math.round(newestAt));
    return { code: 'fresh-evidence', ageMs, ...(lagMs > 0 && { lagMs }) };
  }
  const recovered = looks.find(({ says }) => says === 'recovered');
  if (recovered !== undefined) return { code: 'recovered-meanwhile', ...recovered.counts };
  const unread = looks.find(({ says }) => says === 'unread');
  if (unread !== undefined) return { code: 'provider-error', signal: unread.signal };
  const lagMs = Math.max(0, ...looks.map((look) => look.lagMs));
  const ageMs = Math.max(0, milliseconds(at) - milliseconds(verdict.decidedAt));
  return { code: 'evidence-stale', ageMs, ...(lagMs > 0 && { lagMs }) };
}

/** ms: what the newest of it is when its provider's way is taken off */
function asOf({ newestAt, lagMs }: Pick<Observed, 'newestAt' | 'lagMs'>): number {
  return newestAt + lagMs;
}

interface Observation {
  readonly says: 'failing' | 'recovered' | 'unread' | 'nothing-new';
  readonly newestAt: number;
  /** What it says it of: requests, or the one check or value that is the newest. */
  readonly counts: { readonly bad: number; readonly total: number };
}

type Observed = Observation & Counted & { readonly signal: string; readonly lagMs: number };

const noneOfOne = { bad: 0, total: 1 };
const oneOfOne = { bad: 1, total: 1 };

function lookAgain(witness: Witness, readings: readonly Reading[]): Observed {
  const reading = readings.find(({ signal }) => signal === witness.plan.signal);
  const controlled = reading?.kind === 'check' && typeof reading.controlledSince === 'number';
  const { kind, finding } = witness;
  const lagMs = finding.kind === 'health' ? 0 : (finding.lagMs ?? 0);
  return { kind, signal: witness.plan.signal, controlled, lagMs, ...observe(witness, reading) };
}

function observe(witness: Witness, reading: Reading | undefined): Observation {
  if (reading?.kind === 'check')
    return reading.passed
      ? { says: 'recovered', newestAt: reading.at, counts: noneOfOne }
      : { says: 'failing', newestAt: reading.at, counts: oneOfOne };
  if (witness.kind === 'ratio' && reading?.kind === 'counts') return againstBase(witness, reading.steps);
  if (witness.kind === 'gauge' && reading?.kind === 'values') return newestOf(witness, reading.points);
  return { says: reading?.kind === 'unread' ? 'unread' : 'nothing-new', newestAt: 0, counts: nothing };
}

/** Odds of a hundred to one, in nats, settle whether it still fails or is back at its base ratio. */
const settled = Math.log(100);

/**
 * Wald's sequential test, walked backwards from the newest step until it settles: half the regression against the
 * base ratio. A fixed number of events would now and then hold no bad one by chance, and call that a recovery.
 */
function againstBase(witness: Extract<Witness, { kind: 'ratio' }>, steps: readonly CountStep[]): Observation {
  const { leastRatio, ratio: base, overdispersion } = relapse(witness);
  let [seen, evidence] = [nothing, 0];
  for (const step of [...steps].reverse()) {
    seen = add(seen, step);
    evidence = logRatio(seen, leastRatio, base) / overdispersion;
    if (Math.abs(evidence) >= settled) break;
  }
  if (seen.total === 0) return { says: 'nothing-new', newestAt: 0, counts: nothing };
  const says = evidence >= 0 ? 'failing' : 'recovered';
  const newest = steps.at(-1);
  // A scrape is the newest there is until the next one is due: only then does it grow old.
  const newestAt = newest === undefined ? 0 : newest.at + newest.seconds * 1000;
  return { says, newestAt, counts: { bad: seen.bad, total: seen.total } };
}

/** The newest value alone: it has to be outside now. It grows old when the next one is due. */
function newestOf(
  { plan, normal }: Extract<Witness, { kind: 'gauge' }>,
  points: readonly GaugePoint[],
): Observation {
  const newest = points.at(-1);
  if (newest === undefined) return { says: 'nothing-new', newestAt: 0, counts: nothing };
  const newestAt = newest.at + plan.stepMs;
  return isOutside(newest.value, normal)
    ? { says: 'failing', newestAt, counts: oneOfOne }
    : { says: 'recovered', newestAt, counts: noneOfOne };
}
