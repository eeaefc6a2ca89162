import type { ReasonCode, Stop } from '@backout/incident';
import { reasonSentence } from './reason-sentence.ts';
import type { Links } from './run-report.ts';
import { link, list, name, paragraphs } from './words/markdown.ts';
import { inlineCode } from './words/quote.ts';

/** Ends that need nobody: the run's summary and the commit status say them. */
const quiet: readonly ReasonCode[] = [
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
export function isFault(stop: Stop): boolean {
  return !quiet.includes(stop.code) || (stop.code === 'cancelled' && stop.stage === 'revert');
}

export function stopTitle(stop: Stop): string {
  const application = stop.application === '' ? 'an unknown application' : name(stop.application);
  return isFault(stop)
    ? `backout could not finish for ${application}: ${reasonSentence(stop.code)}`
    : `${application}: ${reasonSentence(stop.code)}`;
}

/** What is left to say where a stage stopped before there was an incident. */
export function stopBody(stop: Stop, links: Links): string {
  const revision = /^[0-9a-f]{7,64}$/.test(stop.revision) ? ` at \`${stop.revision.slice(0, 7)}\`` : '';
  const about = stop.repository === '' ? '' : ` (${inlineCode(stop.repository)}${revision})`;
  return paragraphs(
    `The stage ${stop.stage}${about} ended with \`${stop.code}\`: ${inlineCode(stop.message, 500)}`,
    isFault(stop) ? `**What now**\n${list(steps(stop, links))}` : null,
  );
}

function steps(stop: Stop, links: Links): string[] {
  const log = `The whole log is in ${link('the run', links.run)}.`;
  const ledger =
    stop.stage === 'revert'
      ? ['See whether a revert arrived: `git ls-remote origin "refs/backout/reverts/*"`.']
      : [
          'Nothing was rolled back, and this deployment is not watched any more: look at the service yourself.',
        ];
  return [...ledger, advice(stop.code), log];
}

function advice(code: ReasonCode): string {
  switch (code) {
    case 'policy-invalid':
      return 'Mend the policy file at the place that the message names, on the default branch.';
    case 'handover-lost':
      return 'See how the job before ended; if a masked secret occurs in its result, GitHub drops the result.';
    case 'handover-mismatch':
      return 'Use the same version of backout in all jobs of the workflow.';
    case 'github-unreachable':
    case 'provider-error':
      return 'Run the workflow again when the service answers.';
    case 'cancelled':
      return 'Run the workflow again for the same revision: a revert that has arrived is not pushed a second time.';
    case 'bug':
      return 'Report it with the stack that the log shows.';
    default:
      return 'Mend what the message names, then run the workflow again.';
  }
}
