import type { Attribution, Deployment, PolicyReference, Verdict } from '@backout/incident';

/** What is decided about: an incident up to its attribution, without the decision that is being made. */
export interface DecisionInput {
  readonly deployment: Deployment;
  readonly policy: PolicyReference;
  readonly verdict: Verdict;
  readonly attribution: Pick<Attribution, 'cause' | 'culprit' | 'confidenceBp' | 'vetoes'>;
}
