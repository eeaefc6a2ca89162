import type { Attributed } from '@backout/incident';
import type { DecisionInput } from '@backout/policy';
import type { RevertContext } from './context.ts';

/** The stage before may have been told anything: of its confidence and our own the lower one counts. */
export function rebuildDecisionInput(incident: Attributed, { blame, culprit }: RevertContext): DecisionInput {
  const claimed = incident.attribution;
  const suspect = blame.suspects.find(({ id }) => id === blame.culprit);
  const agrees = suspect?.commit === culprit.commit && claimed.cause === blame.cause;
  return {
    deployment: { ...incident.deployment, changes: blame.suspects.map(({ commit }) => commit) },
    policy: incident.policy,
    verdict: incident.verdict,
    attribution: {
      cause: agrees ? blame.cause : 'unknown',
      culprit: agrees ? blame.culprit : null,
      vetoes: blame.vetoes,
      confidenceBp: agrees ? Math.min(claimed.confidenceBp, blame.confidenceBp) : 0,
    },
  };
}
