import type { undecidedReasons, watchOutcomes, watchRefusals, watchStops } from '@backout/incident';
import type { Sentences } from '../facts.ts';

type Code =
  | keyof typeof watchOutcomes
  | keyof typeof watchStops
  | keyof typeof undecidedReasons
  | keyof typeof watchRefusals;

export const watching = {
  healthy: () => 'the signals stayed as they were before the deployment',
  regression: () => 'the deployment made the service worse',
  ambiguous: () => 'the readings do not say whether the deployment made the service worse',
  'no-data': () => 'there were no readings to judge the deployment by',
  'provider-error': ({ signal }) =>
    signal ? `the readings of ${signal} could not be fetched` : 'the readings could not be fetched',
  superseded: ({ revision }) =>
    revision
      ? `${revision} was replaced by a newer revision of the application`
      : 'a newer revision of the application replaced this one',
  'own-revert': () => 'the deployment is a revert that backout pushed itself',
  'nothing-changed': () => 'no commit of the range touches what the application renders from',

  'clear-regression': () => 'the watch ended early because the regression was clear',
  'effect-excluded': () => 'the watch ended early because an effect of the size that matters was excluded',
  'watch-ended': () => 'the watch ran for its whole time',
  'not-watched': () => 'there was nothing to watch',

  'not-enough-traffic': () => 'too few requests arrived to decide',
  'no-baseline': () => 'there are no readings from before the deployment to compare with',
  'no-series': () => "the policy's query returned no series",
  'baseline-unhealthy': () => 'the service was already unhealthy before the deployment',
  'signal-noisy': () =>
    'the signal is so noisy that it would have fired at past moments without a deployment',
  inconclusive: () => 'it was worse for a while: not enough for a regression, too much to call it healthy',
  'onset-before-sync': () => 'the service got worse before the deployment began',
  'one-witness': () => 'only one witness reports a regression, and it may not decide alone',
  'required-signal-missing': () => 'a signal that the policy requires gave no answer',
  'neighbour-regressed': ({ neighbour }) =>
    `${neighbour ?? 'an application'}, which it depends on, was deployed at the same time and got worse`,
  'control-fails-too': () =>
    'the pods of the version before fail as well beside the new ones, so it does not look like the deployment',
  'provider-gap': () => 'a provider of the signals could not be read',
  'provider-refuses': () => 'a provider of the signals refuses the key or the query that it is asked with',
  'provider-late': () =>
    'the numbers of the signals arrive too late, more than five minutes after their time',
  'health-unclear': () =>
    'Argo CD calls the application Degraded, and it cannot be told whether the deployment made it so',
  'rollout-unfinished': () =>
    'Argo CD was still waiting for what the deployment changed when the watch ended',
  'no-workload-changed': () =>
    'the deployment changed no workload that has a health in Argo CD, and something else there is not Healthy',
  'not-a-counter': () =>
    'a series of the signals falls as no counter of a process does, so it cannot be counted',
  'series-vanished': () => 'the series stopped after the deployment',
  'traffic-stopped': () => 'the requests stopped after the deployment',
  'traffic-dropped': () =>
    'less than half of the usual requests arrived after the deployment, so the others say too little',
  'clock-skew': () => 'the clocks of the metrics, Argo CD and the runner differ by more than 30 seconds',
  'sync-failed': () => 'Argo CD could not sync the revision',
  'partly-synced': () =>
    'Argo CD synced some resources of the revision, and the application still differs from git',
  'comparison-error': () => 'Argo CD could not compare the revision with the cluster',
  'no-previous-revision': () => 'it is the first deployment, so there is nothing to go back to',
  'not-in-git': ({ changed }) =>
    changed ? `what went live is not in git: ${changed}` : 'what went live is not in git',

  'history-too-short': () =>
    "Argo CD's history of the application does not reach back to the deployment before",
  'not-in-policy': () => 'the policy does not name this application',
  'application-ambiguous': () =>
    'the deployment changes several applications of the policy that are one in Argo CD',
} satisfies Sentences<Code>;
