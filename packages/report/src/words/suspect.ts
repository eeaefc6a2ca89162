import { type Evidence, type Facts, type Incident, type Sha, short } from '@backout/incident';
import type { Suspect } from '../culprit.ts';
import { reasonSentence } from '../reason-sentence.ts';

export function evidenceSentence(evidence: Evidence, incident: Incident, commit: Sha): string {
  const { application, previousRevision } = incident.deployment;
  const facts: Facts = {
    application,
    revision: short(commit),
    ...(previousRevision === null ? {} : { previous: short(previousRevision) }),
    ...seconds(evidence),
  };
  return reasonSentence(evidence.code, facts);
}

/** An interval that begins before the event only says that the clocks are not that exact. */
function seconds({ seconds: range }: Evidence): Facts {
  return range === undefined ? {} : { fromSeconds: Math.max(range[0], 0), toSeconds: Math.max(range[1], 0) };
}

/** ` (acme/payments#479)` in a code span: a reference would leave a trace on the pull request of somebody innocent. */
export function pullNames(suspect: Suspect): string {
  const names = suspect.pulls.slice(0, 5).map((pull) => `\`${pull.repository}#${pull.number}\``);
  if (suspect.pulls.length > 5) names.push(`${suspect.pulls.length - 5} more`);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}
