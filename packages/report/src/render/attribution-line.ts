import { type Attribution, short } from '@backout/incident';
import { reasonSentence } from '../reason-sentence.ts';
import { basisPoints } from '../words/numbers.ts';

/** `blamed e5ca0e7 (acme/checkout#481), confidence 99.4 %; decision: revert` */
export function attributionLine({ suspects, culprit, cause, confidenceBp, decision }: Attribution): string {
  const suspect = suspects.find(({ id }) => id === culprit);
  const pulls = (suspect?.pulls ?? []).map(({ repository, number }) => `${repository}#${number}`).join(', ');
  const who =
    suspect === undefined
      ? `blamed nobody: ${reasonSentence(cause)}`
      : `blamed ${short(suspect.commit)}${pulls === '' ? '' : ` (${pulls})`}, confidence ${basisPoints(confidenceBp)}`;
  const refusals = decision.guardrails.filter(({ passed }) => !passed).map(({ code }) => code);
  return `${who}; decision: ${decision.rung}${refusals.length === 0 ? '' : ` (${refusals.join(', ')})`}`;
}
