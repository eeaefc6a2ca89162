import { type Incident, short } from '@backout/incident';
import { culpritOf } from '../culprit.ts';
import { capitalised, enumeration, name } from '../words/markdown.ts';
import { putBack } from '../words/other-change.ts';
import { inlineCode } from '../words/quote.ts';

/** What a person would do to go back: every change that can have done it, as far as nobody is named. */
export function byHand(incident: Incident, opening = 'To roll back by hand: '): string {
  const steps = [...commitSteps(incident), ...otherSteps(incident)];
  return capitalised(`${opening}${enumeration(steps)}.`);
}

/** Newest first, the order in which git takes them back without a conflict. */
function commitSteps(incident: Incident): string[] {
  const { changes, revision, branch, repository, alsoChanged } = incident.deployment;
  const culprit = culpritOf(incident);
  const suspected = changes.length === 0 && alsoChanged.length === 0 ? [revision] : changes.slice(0, 10);
  const commits = culprit === null ? suspected : [culprit.commit];
  if (commits.length === 0) return [];
  const which = enumeration(commits.map((commit) => `\`${short(commit)}\``));
  return [`revert ${which} on ${inlineCode(branch)} of ${name(repository)} and let Argo CD sync`];
}

function otherSteps({ deployment }: Incident): string[] {
  return deployment.alsoChanged.slice(0, 3).map(putBack);
}
