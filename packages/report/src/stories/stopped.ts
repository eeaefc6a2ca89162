import type { ReasonCode, Stop } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { reasonSentence } from '../reason-sentence.ts';
import type { Audience, Links } from '../run-report.ts';
import type { Story } from '../story.ts';
import { link, name } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { recurring } from './recurring.ts';

/** A stage stopped: before there was a record, or later and beside what the record tells. */
export function stopped({ stop }: OutcomeOf<'stopped'>, { links }: Audience): Story {
  const fault = isFault(stop);
  const application = stop.application === '' ? 'an unknown application' : name(stop.application);
  return {
    severity: fault ? 'needs-somebody' : 'calm',
    topic: recurring([stop.repository, stop.application, stop.stage, stop.code]),
    headline: `${fault ? `backout could not finish for ${application}` : application}: ${reasonSentence(stop.code)}`,
    happened: happened(stop),
    action: '',
    why: null,
    nextSteps: fault ? nextSteps(stop, links) : [],
  };
}

/** Ends that need nobody: the run's summary and the commit status say them. */
const calm: readonly ReasonCode[] = [
  'not-in-policy',
  'superseded',
  'own-revert',
  'nothing-changed',
  'no-previous-revision',
  'not-enough-traffic',
  'onset-before-sync',
  'cancelled',
];

/** A cancelled watch was replaced or ended by a person; a cancelled revert leaves the branch in an unknown state. */
function isFault(stop: Stop): boolean {
  return !calm.includes(stop.code) || (stop.code === 'cancelled' && stop.stage === 'revert');
}

function happened(stop: Stop): string {
  const revision = /^[0-9a-f]{7,64}$/.test(stop.revision) ? ` at \`${stop.revision.slice(0, 7)}\`` : '';
  const about = stop.repository === '' ? '' : ` (${inlineCode(stop.repository)}${revision})`;
  return `The stage ${stop.stage}${about} ended with \`${stop.code}\`: ${inlineCode(stop.message, 500)}`;
}

function nextSteps(stop: Stop, links: Links): string[] {
  const first =
    stop.stage === 'revert'
      ? 'See whether a revert arrived: `git ls-remote origin "refs/backout/reverts/*"`.'
      : 'Nothing was rolled back, and this deployment is not watched any more: look at the service yourself.';
  const advice = advices[stop.code] ?? 'Mend what the message names, then run the workflow again.';
  return [first, advice, `The whole log is in ${link('the run', links.run)}.`];
}

const whenItAnswers = 'Run the workflow again when the service answers.';

const advices: Readonly<Partial<Record<ReasonCode, string>>> = {
  'policy-invalid': 'Mend the policy file at the place that the message names, on the default branch.',
  'handover-lost':
    'See how the job before ended; if a masked secret occurs in its result, GitHub drops the result.',
  'handover-mismatch': 'Use the same version of backout in all jobs of the workflow.',
  'github-unreachable': whenItAnswers,
  'provider-error': whenItAnswers,
  cancelled:
    'Run the workflow again for the same revision: a revert that has arrived is not pushed a second time.',
  'application-ambiguous':
    'Annotate the application in Argo CD as the message says, and see that the workflow has a run for each.',
  bug: 'Report it with the stack that the log shows.',
};
