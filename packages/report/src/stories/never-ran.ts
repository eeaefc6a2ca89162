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
    headline: `${service(incident)}: ${headlines[verdict.reason]}`,
    happened: `${boldService(incident)}: ${undecidedSentence(verdict)} (\`${verdict.reason}\`). ${revision} is ${live[verdict.reason]}; nothing was watched.`,
    nextSteps: [askArgoCd(incident, verdict.reason), byHand(incident, 'To go back: ')],
  };
}

const headlines = {
  'sync-failed': 'Argo CD cannot run the deployment',
  'partly-synced': 'Argo CD has run a part of the deployment',
  'comparison-error': 'Argo CD cannot run the deployment',
} satisfies Record<NeverRan['reason'], string>;

const live = {
  'sync-failed': 'not live, or only in part',
  'partly-synced': 'live in part',
  'comparison-error': 'not live',
} satisfies Record<NeverRan['reason'], string>;

function askArgoCd({ deployment }: Incident, reason: NeverRan['reason']): string {
  return `See what Argo CD says: ${link('the application in Argo CD', deployment.argocd.url)}. ${mended[reason]}`;
}

const mended = {
  'sync-failed': 'A commit that mends it is deployed and watched as usual.',
  'partly-synced': 'A sync of all of it is watched as usual.',
  'comparison-error': 'A commit that mends it is deployed and watched as usual.',
} satisfies Record<NeverRan['reason'], string>;
