import type { Incident } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { undecidedSentence } from '../reason-sentence.ts';
import type { NeverRan } from '../record.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { capitalised, link } from '../words/markdown.ts';
import { boldService, service, thisChange } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { noVerdict } from './no-verdict.ts';

/** Argo CD could not run the revision. */
export function neverRan({ incident, verdict }: OutcomeOf<'never-ran'>, { pull }: Audience): Story {
  const revision = capitalised(thisChange(incident, pull));
  return {
    ...noVerdict(incident, verdict.reason),
    severity: 'needs-somebody',
    headline: `${service(incident)}: Argo CD cannot run the deployment`,
    happened: `${boldService(incident)}: ${undecidedSentence(verdict)} (\`${verdict.reason}\`). ${revision} is ${live[verdict.reason]}; nothing was watched.`,
    nextSteps: [askArgoCd(incident), byHand(incident, 'To go back: ')],
  };
}

const live = {
  'sync-failed': 'not live, or only in part',
  'comparison-error': 'not live',
} satisfies Record<NeverRan['reason'], string>;

function askArgoCd({ deployment }: Incident): string {
  return `See what Argo CD says: ${link('the application in Argo CD', deployment.argocd.url)}. A commit that mends it is deployed and watched as usual.`;
}
