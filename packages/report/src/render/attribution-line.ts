import { type Attribution, short } from '@backout/incident';
import { reasonSentence } from '../reason-sentence.ts';
import { basisPoints } from '../words/numbers.ts';
import { otherChangeWords } from '../words/other-change.ts';

/** `blamed e5ca0e7 (acme/checkout#481), confidence 99.4 %; decision: revert` */
export function attributionLine(attribution: Attribution): string {
  const { decision } = attribution;
  const refusals = decision.guardrails.filter(({ passed }) => !passed).map(({ code }) => code);
  return `${whoWords(attribution)}; decision: ${decision.rung}${refusals.length === 0 ? '' : ` (${refusals.join(', ')})`}`;
}

function whoWords({ suspects, others, culprit, cause, confidenceBp }: Attribution): string {
  const odds = `confidence ${basisPoints(confidenceBp)}`;
  const suspect = suspects.find(({ id }) => id === culprit);
  const other = others.find(({ id }) => id === culprit);
  if (other !== undefined) return `blamed ${otherChangeWords(other.change)}, ${odds}`;
  if (suspect === undefined) return `blamed nobody: ${reasonSentence(cause)}`;
  const pulls = suspect.pulls.map(({ repository, number }) => `${repository}#${number}`).join(', ');
  return `blamed ${short(suspect.commit)}${pulls === '' ? '' : ` (${pulls})`}, ${odds}`;
}
