import type { UndecidedReason } from '@backout/incident';
import type { OutcomeOf } from '../outcome.ts';
import { undecidedSentence } from '../reason-sentence.ts';
import type { Audience } from '../run-report.ts';
import type { Severity, Story } from '../story.ts';
import { capitalised } from '../words/markdown.ts';
import { inlineCode } from '../words/quote.ts';
import { boldService, service, wentLive } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { noVerdict } from './no-verdict.ts';
import { whatShowed } from './what-showed.ts';

type UndecidedVerdict = OutcomeOf<'undecided'>['verdict'];

/** The watch could not say whether the deployment made it worse. */
export function undecided({ incident, verdict }: OutcomeOf<'undecided'>, { pull }: Audience): Story {
  // What showed something is told, although it did not prove anything.
  const shown = whatShowed(incident, pull) ?? `was watched after ${wentLive(incident, pull)}.`;
  return {
    ...noVerdict(incident, verdict.reason),
    severity: severities[verdict.reason],
    headline: `${service(incident)}: ${headline(verdict)}`,
    happened: `${boldService(incident)} ${shown} ${capitalised(undecidedSentence(verdict))} (\`${verdict.reason}\`).`,
    nextSteps: [firstStep(verdict), byHand(incident, 'If the service is worse, ')],
  };
}

const severities = {
  'not-enough-traffic': 'calm',
  'onset-before-sync': 'calm',
  'no-previous-revision': 'calm',
  'no-baseline': 'needs-somebody',
  'no-series': 'needs-somebody',
  'baseline-unhealthy': 'needs-somebody',
  'signal-noisy': 'needs-somebody',
  inconclusive: 'needs-somebody',
  'one-witness': 'needs-somebody',
  'required-signal-missing': 'needs-somebody',
  'neighbour-regressed': 'calm',
  'control-fails-too': 'needs-somebody',
  'provider-gap': 'needs-somebody',
  'provider-refuses': 'needs-somebody',
  'provider-late': 'needs-somebody',
  'health-unclear': 'needs-somebody',
  'rollout-unfinished': 'needs-somebody',
  'no-workload-changed': 'needs-somebody',
  'not-a-counter': 'needs-somebody',
  'series-vanished': 'needs-somebody',
  'traffic-stopped': 'needs-somebody',
  'traffic-dropped': 'needs-somebody',
  'clock-skew': 'needs-somebody',
  'sync-failed': 'needs-somebody',
  'partly-synced': 'needs-somebody',
  'comparison-error': 'needs-somebody',
  'not-in-git': 'needs-somebody',
} satisfies Record<UndecidedReason, Severity>;

function headline({ outcome, reason }: UndecidedVerdict): string {
  return reason === 'neighbour-regressed' ? 'got worse with what it depends on' : headlines[outcome];
}

const headlines = {
  ambiguous: 'not clear whether the deployment made it worse',
  'no-data': 'no readings to judge the deployment by',
  'provider-error': 'the readings could not be fetched',
} satisfies Record<UndecidedVerdict['outcome'], string>;

function firstStep(verdict: UndecidedVerdict): string {
  switch (verdict.outcome) {
    case 'ambiguous':
      return unclearStep(verdict);
    case 'no-data':
      if (verdict.reason === 'not-a-counter')
        return 'Name in the policy the counter of the processes themselves, not a sum or a rate that was recorded of it.';
      return "Check that the policy's queries return series for this application, before and after a deployment.";
    case 'provider-error':
      return 'Check that the runner reaches the provider and that its token is valid.';
  }
}

function unclearStep({ reason, neighbour }: Extract<UndecidedVerdict, { outcome: 'ambiguous' }>): string {
  if (reason === 'neighbour-regressed')
    return `Nothing, as long as it recovers with ${neighbour === null ? 'what it depends on' : inlineCode(neighbour)}.`;
  return unclearSteps[reason] ?? 'Look at the signals below and decide whether the deployment stays.';
}

const unclearSteps: Partial<Record<UndecidedReason, string>> = {
  'control-fails-too': 'Look at what both versions depend on: the pods of the version before fail as well.',
  'rollout-unfinished': 'Look at what Argo CD still waits for, and decide whether the deployment stays.',
  'no-workload-changed':
    'Mend or remove what is not Healthy in Argo CD: until then its health says nothing of a deployment that changes no workload.',
};
