import type { Attribution, Deployment, Interval, OtherSuspect, Suspect, Veto } from '@backout/incident';
import { alignmentOf, evidenceFor } from './evidence.ts';
import type { AttributionInput } from './input.ts';
import { type Posterior, posterior } from './posterior.ts';
import { vetoOf } from './vetoes.ts';

export type Blame = Omit<Attribution, 'decision'>;

/**
 * Who did it, or nobody. Pure: the revert stage asks again, from git and the verdict alone, and takes the lower
 * confidence of the two.
 */
export function attribute(input: AttributionInput): Blame {
  const { verdict } = input;
  return verdict.outcome === 'regression' ? weigh(input, verdict.onset) : nobody(input);
}

function nobody({ candidates, deployment }: AttributionInput): Blame {
  const suspects = candidates.map(({ commit, pulls }, index): Suspect => {
    return { id: `s${index + 1}`, commit, posteriorBp: 0, upperBoundBp: 0, pulls: [...pulls], evidence: [] };
  });
  const others = othersOf(deployment, []);
  return { cause: 'unknown', culprit: null, confidenceBp: 0, noneBp: 10_000, suspects, others, vetoes: [] };
}

function weigh(input: AttributionInput, onset: Interval): Blame {
  const suspects = input.candidates.map((candidate, index) => ({ id: `s${index + 1}`, candidate }));
  const vetoes = suspects.flatMap(({ id, candidate }): Veto[] => {
    const code = vetoOf(input.deployment, candidate, onset);
    return code === null ? [] : [{ suspect: id, code }];
  });
  const standing = suspects.filter(({ id }) => vetoes.every(({ suspect }) => suspect !== id));
  const odds = posterior({
    ...alignmentOf(input, onset),
    changes: standing.length,
    others: input.deployment.alsoChanged.length,
  });
  const scored = suspects.map(({ id, candidate: { commit, pulls } }): Suspect => {
    const place = standing.findIndex((other) => other.id === id);
    const posteriorBp = basisPoints(odds.changes[place] ?? 0);
    const evidence = place === -1 ? [] : evidenceFor(input, place, onset);
    return { id, commit, posteriorBp, upperBoundBp: posteriorBp, pulls: [...pulls], evidence };
  });
  const others = othersOf(input.deployment, odds.others);
  return { ...conclude([...scored, ...others], odds), suspects: scored, others, vetoes };
}

function othersOf({ alsoChanged }: Deployment, odds: Posterior['others']): OtherSuspect[] {
  return alsoChanged.map((change, index) => {
    return { id: `o${index + 1}`, change, posteriorBp: basisPoints(odds[index] ?? 0) };
  });
}

type Conclusion = Pick<Blame, 'cause' | 'culprit' | 'confidenceBp' | 'noneBp'>;

/** Of equals the first is named: a commit before what is not in git, because it can be taken back. */
function conclude(all: readonly (Suspect | OtherSuspect)[], odds: Posterior): Conclusion {
  const noneBp = basisPoints(odds.none);
  const [first] = [...all].sort((a, b) => b.posteriorBp - a.posteriorBp);
  if (first === undefined || first.posteriorBp === 0 || noneBp >= 5_000) {
    return { cause: 'unknown', culprit: null, confidenceBp: 0, noneBp };
  }
  return { cause: 'deployment', culprit: first.id, confidenceBp: first.posteriorBp, noneBp };
}

/** Rounded down: a confidence is never written higher than it is. */
function basisPoints(probability: number): number {
  return Math.floor(probability * 10_000);
}
