import {
  type Attribution,
  type Deployment,
  type Evidence,
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

export interface Scene {
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
export function attribute(scene: Scene): Blame {
  const { verdict } = scene;
  if (verdict.outcome !== 'regression') return nobody(scene, 'unknown');
  const suspects = scene.candidates.map((candidate, index) => ({ id: `s${index + 1}`, candidate }));
  const vetoes = suspects.flatMap(({ id, candidate }) => {
    const code = veto(scene.deployment, candidate, verdict.onset);
    return code === null ? [] : [{ suspect: id, code }];
  });
  const vetoed = new Set(vetoes.map(({ suspect }) => suspect));
  const standing = suspects.filter(({ id }) => !vetoed.has(id));
  const odds = weigh(scene, verdict.onset, standing.length);
  const scored = suspects.map(({ id, candidate }): Suspect => {
    const place = standing.findIndex((other) => other.id === id);
    const posteriorBp = basisPoints(odds.changes[place] ?? 0);
    const evidence = place === -1 ? [] : evidenceFor(scene, place, verdict.onset);
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

function nobody(scene: Scene, cause: Blame['cause']): Blame {
  const suspects = scene.candidates.map(({ commit, pulls }, index): Suspect => {
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

function weigh(scene: Scene, onset: Interval, changes: number): Posterior {
  return posterior({
    lagSeconds: lag(scene, onset),
    watchSeconds: scene.watchSeconds,
    falseAlarm: scene.falseAlarmsPerMillion / 1_000_000,
    changes,
  });
}

function lag({ deployment }: Scene, onset: Interval): [number, number] {
  const sync = milliseconds(deployment.syncStartedAt);
  return [(milliseconds(onset.from) - sync) / 1000, (milliseconds(onset.to) - sync) / 1000];
}

function evidenceFor(scene: Scene, place: number, onset: Interval): Evidence[] {
  const [from, to] = lag(scene, onset);
  const after: Evidence = {
    code: 'onset-after-sync',
    weight: likelihoodRatio(scene, onset),
    seconds: [Math.round(from), Math.round(to)],
  };
  if (scene.candidates.length === 1)
    return [{ code: 'only-change-in-range', weight: nats(1 / likelihoods.guiltyIsKthNewest[0]) }, after];
  return place === 0 ? [{ code: 'newest-change', weight: 0 }, after] : [after];
}

/** Hundredths of a nat in favour of "this deployment" from the onset alone. */
function likelihoodRatio(scene: Scene, onset: Interval): number {
  const { none } = weigh(scene, onset, 1);
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
