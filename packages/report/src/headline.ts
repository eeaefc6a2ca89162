import type { Incident, ReasonCode, Recovery } from '@backout/incident';
import { type Ending, neverRan } from './ending.ts';
import { reasonSentence } from './reason-sentence.ts';
import type { GuiltyPull } from './run-report.ts';
import { name } from './words/markdown.ts';
import { change, service } from './words/subject.ts';

/** The one line that says how it ended. */
export function headline(
  incident: Incident,
  ending: Exclude<Ending, { kind: 'stopped' }>,
  pull: GuiltyPull | null,
): string {
  const application = name(incident.deployment.application);
  const environment = name(incident.deployment.environment);
  const who = change(incident, pull);
  switch (ending.kind) {
    case 'quiet':
      return `${service(incident)}: ${quiet[ending.verdict.outcome]}`;
    case 'undecided':
      return `${service(incident)}: ${undecidedWords(incident, ending)}`;
    case 'unattributed':
      return `${service(incident)} got worse after a deployment; what caused it was not worked out`;
    case 'would-have':
      return `${who} would have been rolled back in ${environment}; ${wouldHave(ending.because)}`;
    case 'refused':
      return `${service(incident)} got worse after ${lower(who)} went live; it was not rolled back`;
    case 'revert-lost':
      return `${who} was to be rolled back in ${environment}; whether it was is not known`;
    case 'not-reverted':
      return `${who} made ${application} worse in ${environment} ${notReverted(ending.action.kind)}`;
    case 'unverified':
      return `${who} was rolled back in ${environment}; whether ${application} has recovered is not known`;
    case 'verified':
      return `${who} was ${recovered[ending.recovery.outcome](application, environment)}`;
  }
}

const quiet = {
  healthy: 'healthy after the deployment',
  superseded: 'a newer deployment took over',
  'own-revert': 'a revert by backout went live',
  'nothing-changed': 'nothing changed',
};

function undecidedWords(incident: Incident, { verdict }: Extract<Ending, { kind: 'undecided' }>): string {
  if (neverRan(incident)) return 'Argo CD cannot run the deployment';
  return verdict.reason === 'neighbour-regressed'
    ? 'got worse with what it depends on'
    : undecided[verdict.outcome];
}

const undecided = {
  ambiguous: 'not clear whether the deployment made it worse',
  'no-data': 'no readings to judge the deployment by',
  'provider-error': 'the readings could not be fetched',
};

function notReverted(kind: Extract<Ending, { kind: 'not-reverted' }>['action']['kind']): string {
  if (kind === 'already-reverted') return 'and was already reverted';
  return kind === 'push-unknown'
    ? 'and was to be rolled back; whether it was is not known'
    : 'and could not be rolled back';
}

const recovered = {
  recovered: (application, where) => `rolled back in ${where}, and ${application} has recovered`,
  'recovered-unproven': (application, where) =>
    `rolled back in ${where}; too few requests arrived since to prove that ${application} has recovered`,
  'signals-recovered': (application, where) =>
    `rolled back in ${where}, and the signals of ${application} are back to normal`,
  'not-recovered': (application, where) => `rolled back in ${where}, but ${application} has not recovered`,
  'not-synced': (_, where) => `reverted in git, but Argo CD has not run the revert in ${where}`,
  'sync-retrying': (_, where) => `reverted in git, but Argo CD is still retrying an earlier sync in ${where}`,
  'degraded-again': (application, where) =>
    `rolled back in ${where}, but ${application} recovered and then got worse again`,
} satisfies Record<Recovery['outcome'], (application: string, environment: string) => string>;

export function wouldHave(because: ReasonCode | 'no-revert-job'): string {
  return because === 'no-revert-job' ? 'this workflow only observes' : reasonSentence(because);
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
