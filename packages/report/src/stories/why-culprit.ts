import { type Incident, short } from '@backout/incident';
import { culpritOf, type Suspect } from '../culprit.ts';
import { isAttributed } from '../record.ts';
import type { Audience } from '../run-report.ts';
import type { Why } from '../story.ts';
import { sentence } from '../words/markdown.ts';
import { basisPoints } from '../words/numbers.ts';
import { evidenceSentence, pullNames } from '../words/suspect.ts';

/** What speaks for the culprit and for the innocence of the others; null where nobody was named. */
export function whyCulprit(incident: Incident, pull: Audience['pull']): Why | null {
  const culprit = culpritOf(incident);
  if (culprit === null || !isAttributed(incident)) return null;
  const reasons = culprit.evidence
    .filter((evidence) => evidence.weight > 0)
    .slice(0, 6)
    .map((evidence) => sentence(evidenceSentence(evidence, incident, culprit.commit)));
  const innocent = incident.attribution.suspects.flatMap((suspect) => innocence(suspect, culprit));
  const shared = pull !== null && culprit.pulls.length > 1 ? [together(culprit)] : [];
  const odds = `Confidence ${basisPoints(incident.attribution.confidenceBp)}.`;
  return {
    title: `Why ${pull === null ? 'this deployment' : 'this pull request'}`,
    reasons: [...reasons, ...innocent, ...shared, odds],
  };
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
