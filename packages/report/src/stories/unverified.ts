import type { OutcomeOf } from '../outcome.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { application, change, environment } from '../words/subject.ts';
import { regression } from './regression.ts';
import { deployAgain, revertWords } from './revert-words.ts';
import { stopWords } from './stop-words.ts';

type Unverified = OutcomeOf<'unverified'>;

/** It was reverted, and nobody looked whether that helped. */
export function unverified(outcome: Unverified, audience: Audience): Story {
  const { incident, action, verify } = outcome;
  return {
    ...regression(incident, audience),
    severity: verify === 'absent' ? 'calm' : 'needs-somebody',
    headline: `${change(incident, audience.pull)} was rolled back in ${environment(incident)}; whether ${application(incident)} has recovered is not known`,
    action: `${revertWords(incident, action, audience.links)}. ${whyUnknown(outcome)}`,
    nextSteps: [
      'See in Argo CD whether the revert runs and whether the signals are back to normal.',
      deployAgain,
    ],
  };
}

function whyUnknown({ verify, stop }: Unverified): string {
  return verify === 'absent'
    ? 'This workflow does not verify the recovery.'
    : `The job that verifies the recovery did not run to its end.${stopWords(stop)}`;
}
