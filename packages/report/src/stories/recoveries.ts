import type { Recovery } from '@backout/incident';
import { reasonSentence } from '../reason-sentence.ts';
import type { Severity } from '../story.ts';
import { inlineCode } from '../words/quote.ts';
import { deployAgain } from './revert-words.ts';

/** What is told of a recovery, each in its place of the story. */
interface RecoveryWords {
  readonly severity: Severity;
  headline(application: string, environment: string): string;
  helped(seen: Seen): string;
  nextSteps(argocd: ArgoCdApplication): string[];
}

export interface Seen {
  /** `Argo CD ran the revert at 14:02:43` */
  readonly ran: string;
  readonly signal: string;
  /** ` from 14:02:50 on`, or nothing */
  readonly from: string;
}

interface ArgoCdApplication {
  readonly name: string;
  readonly link: string;
}

export const recoveries = {
  recovered: {
    severity: 'calm',
    headline: (application, where) => `rolled back in ${where}, and ${application} has recovered`,
    helped: ({ ran, signal, from }) => `${ran}; ${signal} was back to normal${from}`,
    nextSteps: () => [deployAgain],
  },
  'recovered-unproven': {
    severity: 'calm',
    headline: (application, where) =>
      `rolled back in ${where}; too few requests arrived since to prove that ${application} has recovered`,
    helped: ({ ran }) => `${ran}; too few requests arrived since to prove the recovery`,
    nextSteps: () => ['Watch the service until enough requests have arrived.', deployAgain],
  },
  'signals-recovered': {
    severity: 'calm',
    headline: (application, where) =>
      `rolled back in ${where}, and the signals of ${application} are back to normal`,
    helped: ({ signal, from }) =>
      `${signal} was back to normal${from}; whether Argo CD ran the revert was not checked, because there is no Argo CD token`,
    nextSteps: () => [deployAgain],
  },
  'not-recovered': {
    severity: 'needs-somebody',
    headline: (application, where) => `rolled back in ${where}, but ${application} has not recovered`,
    helped: ({ ran, signal }) => `${ran}; ${signal} is not back to normal`,
    nextSteps: lookElsewhere,
  },
  'degraded-again': {
    severity: 'needs-somebody',
    headline: (application, where) =>
      `rolled back in ${where}, but ${application} recovered and then got worse again`,
    helped: ({ ran, signal, from }) => `${ran}; ${signal} was back to normal${from} and then got worse again`,
    nextSteps: lookElsewhere,
  },
  'not-synced': {
    severity: 'needs-somebody',
    headline: (_, where) => `reverted in git, but Argo CD has not run the revert in ${where}`,
    helped: () => reasonSentence('not-synced'),
    nextSteps: ({ link }) => [
      `See why Argo CD does not run the revert: ${link}. The bad revision is still live.`,
    ],
  },
  'sync-retrying': {
    severity: 'needs-somebody',
    headline: (_, where) => `reverted in git, but Argo CD is still retrying an earlier sync in ${where}`,
    helped: () => reasonSentence('sync-retrying'),
    nextSteps: ({ name, link }) => [
      `End the sync that is being retried: ${inlineCode(`argocd app terminate-op ${name}`)}, or Terminate in ${link}. The bad revision is live until then.`,
      "Let retries take the newest revision: `retry: { refresh: true }` in the application's `syncPolicy`.",
    ],
  },
} satisfies Record<Recovery['outcome'], RecoveryWords>;

function lookElsewhere({ link }: ArgoCdApplication): string[] {
  return [
    'Look for another cause: taking the deployment back did not help. backout does not revert anything else.',
    `Compare what runs with what git says: ${link}.`,
  ];
}
