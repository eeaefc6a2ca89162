import type { Incident } from '@backout/incident';
import { guiltyPulls } from './culprit.ts';
import type { RenderInput } from './run-report.ts';
import { laterStop, storyOf } from './stories/index.ts';

export interface Routing {
  /** On each pull request of `guiltyPulls()`. */
  readonly comment: boolean;
  /** The escalation: somebody has to look. */
  readonly issue: boolean;
  readonly summary: true;
}

/** Who hears of it. A healthy deployment, and one that nobody can learn from, is a commit status and a summary. */
export function whatToTell(input: RenderInput): Routing {
  const { incident } = input.report;
  const told = [storyOf(input), laterStop(input)];
  return {
    comment: incident !== null && deservesComment(incident),
    issue: told.some((story) => story?.severity === 'needs-somebody'),
    summary: true,
  };
}

function deservesComment(incident: Incident): boolean {
  return incident.verdict.outcome === 'regression' && guiltyPulls(incident).length > 0;
}
