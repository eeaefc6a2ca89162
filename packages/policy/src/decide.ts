import { type Decision, type Guardrail, type Instant, type Rung, rungs } from '@backout/incident';
import type { DecisionInput } from './decision-input.ts';
import type { PreflightFacts } from './facts.ts';
import { guardrails } from './guardrails.ts';
import { ceilings } from './ladder.ts';
import type { Policy } from './schema.ts';

/**
 * The highest rung of the ladder that every guardrail allows, with the answers of all of them. Pure: the same
 * input, policy, facts and time give the same decision. Called after the attribution and again by the revert
 * stage just before it writes.
 */
export function decide(input: DecisionInput, policy: Policy, facts: PreflightFacts, now: Instant): Decision {
  const answers = guardrails.map(
    ({ name, ask }): Guardrail => ({ name, ...ask({ input, policy, facts, now }) }),
  );
  return { rung: lowest(answers), at: now, guardrails: answers };
}

function lowest(answers: readonly Guardrail[]): Rung {
  const allowed = answers.map(({ code }) => rungs.indexOf(ceilings[code]));
  return rungs[Math.min(...allowed)] ?? 'none';
}
