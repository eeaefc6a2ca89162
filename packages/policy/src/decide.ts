import type {
  Attribution,
  Decision,
  Deployment,
  Guardrail,
  Instant,
  PolicyReference,
  Rung,
  Verdict,
} from '@backout/incident';
import { rungs } from '@backout/incident';
import type { Facts } from './facts.ts';
import { guardrails } from './guardrails.ts';
import { ceilings } from './ladder.ts';
import type { Policy } from './schema.ts';

/** What is decided about: an incident up to its attribution, without the decision that is being made. */
export interface Question {
  readonly deployment: Deployment;
  readonly policy: PolicyReference;
  readonly verdict: Verdict;
  readonly attribution: Pick<Attribution, 'cause' | 'culprit' | 'confidenceBp'>;
}

/**
 * The highest rung of the ladder that every guardrail allows, with the answers of all of them. Pure: the same
 * question, policy, facts and time give the same decision. Called after the attribution and again by the revert
 * stage just before it writes.
 */
export function decide(question: Question, policy: Policy, facts: Facts, now: Instant): Decision {
  const answers = guardrails.map(
    ({ name, ask }): Guardrail => ({ name, ...ask({ question, policy, facts, now }) }),
  );
  return { rung: lowest(answers), at: now, guardrails: answers };
}

function lowest(answers: readonly Guardrail[]): Rung {
  const allowed = answers.map(({ code }) => rungs.indexOf(ceilings[code]));
  return rungs[Math.min(...allowed)] ?? 'none';
}
