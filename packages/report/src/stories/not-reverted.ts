import { type Facts, type Incident, short } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { reasonSentence } from '../reason-sentence.ts';
import type { Audience } from '../run-report.ts';
import type { Severity, Story } from '../story.ts';
import { list, paragraphs } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { application, change, environment } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { regression } from './regression.ts';

type NotReverted = OutcomeOf<'not-reverted'>;

/** backout was to revert it and did not, or cannot say whether it did. */
export function notReverted({ incident, action }: NotReverted, audience: Audience): Story {
  const { severity, headline, pushed, nextSteps } = ends[action.kind];
  const who = change(incident, audience.pull);
  return {
    ...regression(incident, audience),
    severity,
    headline: `${who} made ${application(incident)} worse in ${environment(incident)} ${headline}`,
    action: paragraphs(
      `${pushed}: ${reasonSentence(action.kind, factsOf(action))} (\`${action.kind}\`).`,
      list(inTheWay(action), 10),
    ),
    nextSteps: nextSteps(incident),
  };
}

/** What a sentence about it has to name. */
export function factsOf(action: NotReverted['action']): Facts {
  return 'said' in action && action.said !== null ? { said: action.said } : {};
}

/** The paths that stand in the way, each with the commit that changed it again. */
export function inTheWay(action: NotReverted['action']): string[] {
  const newer = new Map('newer' in action ? action.newer.map(({ path, commit }) => [path, commit]) : []);
  return action.paths.map((path) => {
    const commit = newer.get(path);
    const again = commit === undefined ? '' : `, changed again by \`${short(commit)}\``;
    return `${inlineCode(path, 200)}${again}`;
  });
}

interface End {
  readonly severity: Severity;
  readonly headline: string;
  readonly pushed: string;
  nextSteps(incident: Incident): string[];
}

const failed = {
  severity: 'needs-somebody',
  headline: 'and could not be rolled back',
  pushed: 'backout did not push a revert',
  nextSteps: (incident) => [byHand(incident)],
} satisfies End;

const mendable = {
  ...failed,
  nextSteps: (incident) => [
    'Mend what is named above, so that the next revert can be pushed.',
    byHand(incident),
  ],
} satisfies End;

const ends = {
  'already-reverted': {
    severity: 'calm',
    headline: 'and was already reverted',
    pushed: failed.pushed,
    nextSteps: () => ['See that Argo CD has synced the revert that is on the branch.'],
  },
  'revert-undone': {
    ...failed,
    headline: 'and its revert was undone',
    nextSteps: (incident) => ['See who undid the revert, and why.', byHand(incident)],
  },
  conflict: failed,
  'lost-race': failed,
  'server-busy': failed,
  'token-cannot-push': mendable,
  'token-cannot-bypass': mendable,
  'branch-protected': mendable,
  'signature-required': mendable,
  'linear-history-required': mendable,
  'secret-blocked': {
    ...failed,
    nextSteps: (incident) => [
      'Replace the secret: it is in the history of the repository.',
      byHand(incident),
    ],
  },
  'email-private': mendable,
  'file-too-large': mendable,
  'lfs-object-missing': mendable,
  'workflow-scope-missing': failed,
  'sso-required': mendable,
  'address-not-allowed': mendable,
  'account-suspended': mendable,
  'repository-archived': mendable,
  'repository-disabled': mendable,
  'repository-read-only': mendable,
  'over-quota': mendable,
  'ref-not-allowed': mendable,
  'shallow-refused': mendable,
  'hook-declined': mendable,
  'push-refused': mendable,
  'unsupported-repository': mendable,
  'push-unknown': {
    severity: 'needs-somebody',
    headline: 'and was to be rolled back; whether it was is not known',
    pushed: 'Whether a revert was pushed is not known',
    nextSteps: (incident) => ['Look at the branch first: the revert may have arrived.', byHand(incident)],
  },
} satisfies Record<NotReverted['action']['kind'], End>;
