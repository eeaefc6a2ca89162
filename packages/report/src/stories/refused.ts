import type { Guardrail } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { reasonSentence } from '../reason-sentence.ts';
import type { Audience } from '../run-report.ts';
import type { Severity, Story } from '../story.ts';
import { capitalised, list } from '../words/markdown.ts';
import { change, service } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { regression } from './regression.ts';

/** Guardrails kept backout from reverting. */
export function refused({ incident, refusals }: OutcomeOf<'refused'>, audience: Audience): Story {
  const who = lower(change(incident, audience.pull));
  return {
    ...regression(incident, audience),
    severity: severity(refusals),
    headline: `${service(incident)} got worse after ${who} went live; it was not rolled back`,
    action: action(refusals),
    nextSteps: isOver(refusals) ? [] : [byHand(incident)],
  };
}

/** In the modes that only watch nobody is woken; what is over, or somebody else's by now, needs nobody either. */
function severity(refusals: readonly Guardrail[]): Severity {
  const watching = refusals.some((refusal) => refusal.name === 'mode');
  return watching || isOver(refusals) ? 'calm' : 'needs-somebody';
}

/** Nothing is left to take back: it recovered by itself, or something newer is live. */
function isOver(refusals: readonly Guardrail[]): boolean {
  return refusals.some(({ code }) => code === 'recovered-meanwhile' || code === 'superseded');
}

function action(refusals: readonly Guardrail[]): string {
  const rows = refusals.map(
    ({ code, facts }) => `${capitalised(reasonSentence(code, facts))} (\`${code}\`).`,
  );
  return rows.length === 0
    ? 'Nothing was rolled back: the decision did not reach a revert.'
    : `Nothing was rolled back:\n\n${list(rows)}`;
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
