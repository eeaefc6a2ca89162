import { type Evidence, type Facts, type Incident, type Sha, short } from '@backout/incident';
import { culpritOf, type Suspect } from './culprit.ts';
import { isAttributed } from './ending.ts';
import { reasonSentence } from './reason-sentence.ts';
import type { GuiltyPull } from './run-report.ts';
import { list, sentence } from './words/markdown.ts';
import { basisPoints } from './words/numbers.ts';

/** What speaks for the culprit and for the innocence of the others; null where nobody was named. */
export function why(incident: Incident, pull: GuiltyPull | null): string | null {
  const culprit = culpritOf(incident);
  if (culprit === null || !isAttributed(incident)) return null;
  const reasons = culprit.evidence
    .filter((evidence) => evidence.weight > 0)
    .slice(0, 6)
    .map((evidence) => sentence(evidenceSentence(evidence, incident, culprit.commit)));
  const innocent = incident.attribution.suspects.flatMap((suspect) => innocence(suspect, culprit));
  const shared = pull !== null && culprit.pulls.length > 1 ? [together(culprit)] : [];
  const odds = `Confidence ${basisPoints(incident.attribution.confidenceBp)}.`;
  return `**Why ${pull === null ? 'this deployment' : 'this pull request'}**\n${list([...reasons, ...innocent, ...shared, odds], 10)}`;
}

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

function innocence(suspect: Suspect, culprit: Suspect): string[] {
  const healthy = suspect.evidence.some((evidence) => evidence.code === 'own-signals-healthy');
  if (suspect.id === culprit.id || !healthy) return [];
  return [
    `\`${short(suspect.commit)}\`${pullNames(suspect)} was deployed in the same window, and its signals stayed healthy.`,
  ];
}

function together(culprit: Suspect): string {
  return `It is one of ${culprit.pulls.length} pull requests that went live with \`${short(culprit.commit)}\`: the deployment is taken back as a whole.`;
}

/** ` (acme/payments#479)` in a code span: a reference would leave a trace on the pull request of somebody innocent. */
export function pullNames(suspect: Suspect): string {
  const names = suspect.pulls.slice(0, 5).map((pull) => `\`${pull.repository}#${pull.number}\``);
  if (suspect.pulls.length > 5) names.push(`${suspect.pulls.length - 5} more`);
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}
