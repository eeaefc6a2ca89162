import { type Finding, type Incident, short } from '@backout/incident';
import { neverRan } from './ending.ts';
import { reasonSentence, undecidedSentence } from './reason-sentence.ts';
import type { GuiltyPull } from './run-report.ts';
import { requestsWords } from './words/control.ts';
import { movedWords } from './words/gauge.ts';
import { before, impact, mainFinding } from './words/impact.ts';
import { capitalised, name } from './words/markdown.ts';
import { count, share } from './words/numbers.ts';
import { inlineCode } from './words/quote.ts';
import { thisChange } from './words/subject.ts';
import { minute } from './words/times.ts';

/** What happened, in one or two sentences. */
export function happened(incident: Incident, pull: GuiltyPull | null): string {
  const { deployment, verdict } = incident;
  const service = `**${name(deployment.application)}** in ${name(deployment.environment)}`;
  const live = `${thisChange(incident, pull)} went live at ${minute(deployment.syncStartedAt)}`;
  switch (verdict.outcome) {
    case 'regression': {
      const finding = mainFinding(verdict.findings);
      return finding === null
        ? `${service} got worse after ${live}.`
        : `${service} ${impact(finding)} after ${live}${before(finding)}.`;
    }
    case 'healthy':
      return `${service} stayed healthy after ${live}: ${readings(incident)}.`;
    case 'ambiguous':
    case 'no-data':
    case 'provider-error':
      if (neverRan(incident))
        return `${service}: ${undecidedSentence(verdict)} (\`${verdict.reason}\`). ${capitalised(thisChange(incident, pull))} is ${verdict.reason === 'sync-failed' ? 'not live, or only in part' : 'not live'}; nothing was watched.`;
      return `${service} ${watched(verdict, live)} ${capitalised(undecidedSentence(verdict))} (\`${verdict.reason}\`).`;
    case 'superseded':
      return `${service}: the watch of ${thisChange(incident, pull)} ended because \`${short(verdict.by)}\` replaced it.`;
    case 'own-revert':
    case 'nothing-changed':
      return `${service}: ${reasonSentence(verdict.outcome)}.`;
  }
}

/** What showed something is told, although it did not prove anything. */
function watched({ findings }: Incident['verdict'], live: string): string {
  const finding = mainFinding(findings);
  return finding === null
    ? `was watched after ${live}.`
    : `${impact(finding)} after ${live}${before(finding)}.`;
}

/** What every signal showed. */
function readings(incident: Incident): string {
  return incident.verdict.findings.map(reading).slice(0, 10).join(', ') || 'no signal fired';
}

/** `errors 0.1 % of 12,400 requests` */
function reading(finding: Finding): string {
  const signal = inlineCode(finding.signal);
  switch (finding.kind) {
    case 'ratio': {
      const { bad, total } = finding.observed;
      return `${signal} ${share(bad, total)} of ${count(total)} ${requestsWords(finding)}`;
    }
    case 'gauge':
      return `${signal} ${movedWords(finding)}`;
    case 'health': {
      const { failures, probes } = finding.observed;
      return `${signal} failed ${count(failures)} of ${count(probes)} checks`;
    }
    case 'unread':
      return `${signal} was not read`;
  }
}
