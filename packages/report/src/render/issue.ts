import { canonicalJson, type Incident, sha256 } from '@backout/incident';
import { done } from '../done.ts';
import { type Ending, endingOf } from '../ending.ts';
import { happened } from '../happened.ts';
import { headline } from '../headline.ts';
import { next } from '../next.ts';
import type { RenderInput, RunReport } from '../run-report.ts';
import { stopBody, stopTitle } from '../stopped.ts';
import { why } from '../why.ts';
import { fitted, paragraphs } from '../words/markdown.ts';
import { errorChart } from './chart.ts';
import { evidenceOf, marker } from './comment.ts';

export interface Issue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** The body's first line. An open issue that has it is written again instead of opening a second one. */
  readonly marker: string;
}

const longestTitle = 256;

/** The escalation: what happened, what was done, what to do now. */
export function issue(input: RenderInput): Issue {
  const { report, links } = input;
  const ending = endingOf(report);
  if (report.incident === null) return stopIssue(input);
  if (ending.kind === 'stopped') throw new TypeError('a report with an incident does not end as a stop');
  const mark = issueMarker(report);
  const body = paragraphs(
    `${mark}\n### What happened`,
    happened(report.incident, null),
    errorChart(report.incident),
    why(report.incident, null),
    '### What was done',
    done(report.incident, ending, links),
    nextSection(report.incident, ending, input),
  );
  return {
    title: headline(report.incident, ending, null).slice(0, longestTitle),
    body: fitted(body, evidenceOf(input)),
    labels: ['backout'],
    marker: mark,
  };
}

function stopIssue({ report, links }: RenderInput): Issue {
  const mark = issueMarker(report);
  const { stop } = report;
  if (stop === null) throw new TypeError('a report without an incident has a stop');
  return {
    title: stopTitle(stop).slice(0, longestTitle),
    body: fitted(`${mark}\n${stopBody(stop, links)}`, ''),
    labels: ['backout'],
    marker: mark,
  };
}

function nextSection(incident: Incident, ending: Ending, { links }: RenderInput): string | null {
  const { issue: _, ...rest } = links;
  return next(incident, ending, { pull: null, links: rest });
}

/** A fault that stays would open an issue a deployment: it is told once per application and reason. */
export function issueMarker(report: RunReport): string {
  const { incident, stop } = report;
  if (incident === null) return recurring([stop.repository, stop.application, stop.stage, stop.code]);
  const { deployment, verdict } = incident;
  const { repository, application, environment } = deployment;
  switch (verdict.outcome) {
    case 'ambiguous':
    case 'no-data':
    case 'provider-error':
      return recurring([repository, application, environment, verdict.reason]);
    default:
      return marker(incident.id);
  }
}

function recurring(what: readonly string[]): string {
  return `<!-- backout:recurring_${sha256(canonicalJson(what)).slice(0, 16)} -->`;
}
