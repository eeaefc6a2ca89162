import type { Incident } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { name } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { change, environment } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { regression } from './regression.ts';
import { stopWords } from './stop-words.ts';

/** It was to be reverted, and the job that does it left nothing. */
export function revertLost({ incident, stop }: OutcomeOf<'revert-lost'>, audience: Audience): Story {
  return {
    ...regression(incident, audience),
    severity: 'needs-somebody',
    headline: `${change(incident, audience.pull)} was to be rolled back in ${environment(incident)}; whether it was is not known`,
    action: `The decision was to revert the deployment, and the job that does it did not run to its end: whether the revert was pushed is not known.${stopWords(stop)}`,
    nextSteps: [askLedger(incident), byHand(incident, 'If nothing was pushed, ')],
  };
}

function askLedger(incident: Incident): string {
  return `See whether the revert arrived: \`git ls-remote origin "refs/backout/reverts/*"\` in ${name(incident.deployment.repository)}, and the trailer \`Backout-Incident: ${incident.id}\` in the log of ${inlineCode(incident.deployment.branch)}.`;
}
