import type { Incident, Reverted } from '@backout/incident';
import type { Links } from '../run-report.ts';
import { commitLink } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { clock } from '../words/times.ts';

/** Who reverted it, when and with which commit. */
export function revertWords(incident: Incident, action: Reverted, links: Links): string {
  const commit = commitLink(action.commit, incident.deployment.repository, links.server);
  const when = `at ${clock(action.pushedAt)}`;
  switch (action.kind) {
    case 'reverted':
      return `backout reverted the deployment ${when} (${commit})${stoppedWords(action.stoppedBy)}`;
    case 'already-done':
      return `An earlier run of this incident reverted the deployment ${when} (${commit})`;
    case 'joined':
      return `The incident \`${action.incident}\` blames the same commit and reverted it ${when} (${commit}), and this one joined it`;
  }
}

function stoppedWords(ref: string | null): string {
  return ref === null
    ? ''
    : `, and the kill switch ${inlineCode(ref, 200)} was created while the revert was being pushed`;
}

export const deployAgain = 'To deploy again: merge a fix and deploy as usual.';
