import type { Incident } from '@backout/incident';
import type { Audience } from '../run-report.ts';
import { before, impact, mainFinding } from '../words/impact.ts';
import { wentLive } from '../words/subject.ts';

/** `failed **1 in 10 requests** after this pull request went live … (1 in 900 before).` Null where no signal fired. */
export function whatShowed(incident: Incident, pull: Audience['pull']): string | null {
  const finding = mainFinding(incident.verdict.findings);
  return finding === null ? null : `${impact(finding)} after ${wentLive(incident, pull)}${before(finding)}.`;
}
