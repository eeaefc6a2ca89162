import { canonicalJson, type Incident, sha256 } from '@backout/incident';
import type { Account, Telling } from '../account.ts';
import { done } from '../done.ts';
import { type Ending, endingOf } from '../ending.ts';
import { happened } from '../happened.ts';
import { headline } from '../headline.ts';
import { next } from '../next.ts';
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
export function issue(telling: Telling): Issue {
  const { account, links } = telling;
  const ending = endingOf(account);
  if (account.incident === null) return stopIssue(telling);
  if (ending.kind === 'stopped') throw new TypeError('an account with an incident does not end as a stop');
  const mark = issueMarker(account);
  const body = paragraphs(
    `${mark}\n### What happened`,
    happened(account.incident, null),
    errorChart(account.incident),
    why(account.incident, null),
    '### What was done',
    done(account.incident, ending, links),
    nextSection(account.incident, ending, telling),
  );
  return {
    title: headline(account.incident, ending, null).slice(0, longestTitle),
    body: fitted(body, evidenceOf(telling)),
    labels: ['backout'],
    marker: mark,
  };
}

function stopIssue({ account, links }: Telling): Issue {
  const mark = issueMarker(account);
  const { stop } = account;
  if (stop === null) throw new TypeError('an account without an incident has a stop');
  return {
    title: stopTitle(stop).slice(0, longestTitle),
    body: fitted(`${mark}\n${stopBody(stop, links)}`, ''),
    labels: ['backout'],
    marker: mark,
  };
}

function nextSection(incident: Incident, ending: Ending, { links }: Telling): string | null {
  const { issue: _, ...rest } = links;
  return next(incident, ending, { pull: null, links: rest });
}

/** A fault that stays would open an issue a deployment: it is told once per application and reason. */
export function issueMarker(account: Account): string {
  const { incident, stop } = account;
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
