import {
  type Attribution,
  type Deployment,
  type Evidence,
  type Instant,
  type Interval,
  milliseconds,
  type Pull,
  type Sha,
  type Suspect,
  type Verdict,
} from '@backout/incident';
import { likelihoods } from './likelihoods.ts';
import { type Posterior, posterior } from './posterior.ts';

/** A change that went live with the sync, with the pull requests behind it as far as they are known. */
export interface Candidate {
  readonly commit: Sha;
  readonly committedAt: number;
  readonly pulls: readonly Pull[];
}

export interface AttributionInput {
  readonly deployment: Deployment;
  readonly verdict: Verdict;
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  readonly watchSeconds: number;
  readonly falseAlarmsPerMillion: number;
}

export type Blame = Omit<Attribution, 'decision'>;

/** Argo CD's times are whole seconds. */
const clockErrorMs = 1_000;

/**
 * Who did it, or nobody. Pure: the revert stage asks again, from git and the verdict alone, and takes the lower
 * confidence of the two.
 */
export function attribute(input: AttributionInput): Blame {
  const { verdict } = input;
  if (verdict.outcome !== 'regression') return nobody(input, 'unknown');
  const suspects = input.candidates.map((candidate, index) => ({ id: `s${index + 1}`, candidate }));
  const vetoes = suspects.flatMap(({ id, candidate }) => {
    const code = veto(input.deployment, candidate, verdict.onset);
    return code === null ? [] : [{ suspect: id, code }];
  });
  const vetoed = new Set(vetoes.map(({ suspect }) => suspect));
  const standing = suspects.filter(({ id }) => !vetoed.has(id));
  const odds = weigh(input, verdict.onset, standing.length);
  const scored = suspects.map(({ id, candidate }): Suspect => {
    const place = standing.findIndex((other) => other.id === id);
    const posteriorBp = basisPoints(odds.changes[place] ?? 0);
    const evidence = place === -1 ? [] : evidenceFor(input, place, verdict.onset);
    return {
      id,
      commit: candidate.commit,
      posteriorBp,
      upperBoundBp: posteriorBp,
      pulls: [...candidate.pulls],
      evidence,
    };
  });
  return conclude(scored, vetoes, odds);
}

function nobody(input: AttributionInput, cause: Blame['cause']): Blame {
  const suspects = input.candidates.map(({ commit, pulls }, index): Suspect => {
    return { id: `s${index + 1}`, commit, posteriorBp: 0, upperBoundBp: 0, pulls: [...pulls], evidence: [] };
  });
  return { cause, culprit: null, confidenceBp: 0, noneBp: 10_000, suspects, vetoes: [] };
}

function veto(
  deployment: Deployment,
  { committedAt }: Candidate,
  onset: Interval,
): 'onset-before-sync' | 'live-after-onset' | null {
  const latestOnset = milliseconds(onset.to) + clockErrorMs;
  if (latestOnset < milliseconds(deployment.syncStartedAt)) return 'onset-before-sync';
  return committedAt > latestOnset ? 'live-after-onset' : null;
}

function weigh(input: AttributionInput, onset: Interval, changes: number): Posterior {
  return posterior({
    lagSeconds: lag(input, onset),
    watchSeconds: input.watchSeconds,
    falseAlarm: input.falseAlarmsPerMillion / 1_000_000,
    changes,
  });
}

function lag({ deployment }: AttributionInput, onset: Interval): [number, number] {
  return secondsAfter(deployment.syncStartedAt, onset);
}

function secondsAfter(begin: Instant, onset: Interval): [number, number] {
  const from = milliseconds(begin);
  return [(milliseconds(onset.from) - from) / 1000, (milliseconds(onset.to) - from) / 1000];
}

function evidenceFor(input: AttributionInput, place: number, onset: Interval): Evidence[] {
  const after = onsetEvidence(input, onset);
  if (input.candidates.length === 1)
    return [{ code: 'only-change-in-range', weight: nats(1 / likelihoods.guiltyIsKthNewest[0]) }, after];
  return place === 0 ? [{ code: 'newest-change', weight: 0 }, after] : [after];
}

/** Told from the first ready pod where that was seen and the onset came after it: requests reach no pod before. */
function onsetEvidence(input: AttributionInput, onset: Interval): Evidence {
  const { firstPodReadyAt } = input.deployment;
  const weight = likelihoodRatio(input, onset);
  const afterPod = firstPodReadyAt === null ? null : secondsAfter(firstPodReadyAt, onset);
  return afterPod !== null && afterPod[0] >= 0
    ? { code: 'onset-after-first-pod', weight, seconds: rounded(afterPod) }
    : { code: 'onset-after-sync', weight, seconds: rounded(lag(input, onset)) };
}

function rounded([from, to]: [number, number]): [number, number] {
  return [Math.round(from), Math.round(to)];
}

/** Hundredths of a nat in favour of "this deployment" from the onset alone. */
function likelihoodRatio(input: AttributionInput, onset: Interval): number {
  const { none } = weigh(input, onset, 1);
  return nats((1 - none) / none);
}

function nats(ratio: number): number {
  return Math.round(100 * Math.log(ratio));
}

function conclude(suspects: Suspect[], vetoes: Blame['vetoes'], odds: Posterior): Blame {
  const noneBp = basisPoints(odds.none);
  const first = [...suspects].sort((a, b) => b.posteriorBp - a.posteriorBp)[0];
  if (first === undefined || first.posteriorBp === 0 || noneBp >= 5_000) {
    return { cause: 'unknown', culprit: null, confidenceBp: 0, noneBp, suspects, vetoes };
  }
  return {
    cause: 'deployment',
    culprit: first.id,
    confidenceBp: first.posteriorBp,
    noneBp,
    suspects,
    vetoes,
  };
}

/** Rounded down: a confidence is never written higher than it is. */
function basisPoints(probability: number): number {
  return Math.floor(probability * 10_000);
}
