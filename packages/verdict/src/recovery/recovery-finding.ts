import { decimal, type Finding, instant, type RatioFinding } from '@backout/incident';
import { valuePoints } from '../chart-points.ts';
import { isOutside } from '../gauge/normal-range.ts';
import { effectOf } from '../ratio/effect.ts';
import { merge, ratioOf } from '../ratio/steps.ts';
import type { SignalRecovery } from './signal-recovery.ts';
import type { Witness } from './witness.ts';

/** What the window after the revert showed of a signal. */
export function recoveryFinding(signal: SignalRecovery): Finding {
  const { witness, checks, failures, series } = signal;
  if (witness.kind === 'ratio') return ratioFinding(signal, witness);
  if (witness.kind === 'gauge') return gaugeFinding(signal, witness);
  const observed = { failures, probes: checks, consecutive: failures };
  return {
    ...witness.finding,
    outcome: failures === 0 ? 'healthy' : 'ambiguous',
    reason: null,
    observed,
    onset: null,
    series,
  };
}

function gaugeFinding(
  { points, series }: SignalRecovery,
  { finding, normal }: Extract<Witness, { kind: 'gauge' }>,
): Finding {
  const newest = points.at(-1);
  return {
    ...finding,
    outcome: newest !== undefined && isOutside(newest.value, normal) ? 'ambiguous' : 'healthy',
    reason: null,
    observed: { value: newest === undefined ? null : decimal(newest.value), points: points.length },
    onset: null,
    points: valuePoints([], points),
    series,
  };
}

const mostPoints = 40;

function ratioFinding(
  { observed, steps, series }: SignalRecovery,
  { finding, model }: Extract<Witness, { kind: 'ratio' }>,
): RatioFinding {
  const seconds = Math.max(1, observed.seconds / (mostPoints - 4));
  return {
    ...finding,
    outcome: ratioOf(observed) > model.leastRatio ? 'ambiguous' : 'healthy',
    reason: null,
    observed: { bad: observed.bad, total: observed.total },
    control: null,
    effectBp: effectOf(finding.baseline, observed, model.overdispersion),
    onset: null,
    evidenceBp: 0,
    points: merge(steps, seconds)
      .slice(-mostPoints)
      .map(({ at, bad, total }) => ({ at: instant(at), bad, total })),
    series,
  };
}
