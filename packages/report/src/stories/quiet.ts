import { type Finding, type Incident, type Sha, short } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { reasonSentence } from '../reason-sentence.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { requestsWords } from '../words/control.ts';
import { movedWords } from '../words/gauge.ts';
import { count, share } from '../words/numbers.ts';
import { inlineCode } from '../words/quote.ts';
import { boldService, service, thisChange, wentLive } from '../words/subject.ts';

type Quiet = OutcomeOf<'quiet'>;

/** Nothing is wrong, or nothing was there to judge. */
export function quiet(outcome: Quiet, { pull }: Audience): Story {
  const { incident, verdict } = outcome;
  return {
    severity: 'calm',
    topic: incident.id,
    headline: `${service(incident)}: ${headlines[verdict.outcome]}`,
    happened: happened(outcome, pull),
    action: '',
    why: null,
    nextSteps: [],
  };
}

const headlines = {
  healthy: 'healthy after the deployment',
  superseded: 'a newer deployment took over',
  'own-revert': 'a revert by backout went live',
  'nothing-changed': 'nothing changed',
} satisfies Record<Quiet['verdict']['outcome'], string>;

function happened({ incident, verdict }: Quiet, pull: Audience['pull']): string {
  switch (verdict.outcome) {
    case 'healthy':
      return `${boldService(incident)} stayed healthy after ${wentLive(incident, pull)}: ${readings(incident)}.`;
    case 'superseded':
      return `${boldService(incident)}: the watch of ${thisChange(incident, pull)} ended because ${replacing(incident, verdict.by)}.`;
    case 'own-revert':
    case 'nothing-changed':
      return `${boldService(incident)}: ${reasonSentence(verdict.outcome)}.`;
  }
}

/** A sync with other parameters is a deployment of its own, of the same revision. */
function replacing({ deployment }: Incident, by: Sha): string {
  return by === deployment.revision
    ? 'the same revision was synced again with something else beside it'
    : `\`${short(by)}\` replaced it`;
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
