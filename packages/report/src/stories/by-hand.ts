import { type Incident, short } from '@backout/incident';
import { culpritOf } from '../culprit.ts';
import { capitalised, enumeration, name } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';

/** Newest first, the order in which git takes them back without a conflict. */
export function byHand(incident: Incident, opening = 'To roll back by hand: '): string {
  const { changes, revision, branch, repository } = incident.deployment;
  const culprit = culpritOf(incident);
  const suspected = changes.length === 0 ? [revision] : changes.slice(0, 10);
  const commits = culprit === null ? suspected : [culprit.commit];
  const which = enumeration(commits.map((commit) => `\`${short(commit)}\``));
  return capitalised(
    `${opening}revert ${which} on ${inlineCode(branch)} of ${name(repository)} and let Argo CD sync.`,
  );
}
