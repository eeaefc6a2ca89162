import type { causes, evidenceCodes } from '@backout/incident';
import type { Sentences } from '../facts.ts';

type Code = (typeof causes)[number] | (typeof evidenceCodes)[number];

export const blaming = {
  deployment: () => 'a deployment is the cause',
  dependency: () => 'something the application depends on is the likely cause',
  infrastructure: () => 'the infrastructure is the likely cause',
  traffic: () => 'a change of the traffic is the likely cause',
  unknown: () => 'the cause is not known',

  'only-change-in-range': ({ application, previous, revision }) =>
    application && previous && revision
      ? `it is the only change to ${application} between ${previous}, which ran before, and ${revision}`
      : 'it is the only change between the revision that ran before and this one',
  'newest-change': ({ application }) =>
    application ? `it is the newest change to ${application}` : 'it is the newest change',
  'onset-after-first-pod': ({ fromSeconds, toSeconds, revision }) =>
    fromSeconds && toSeconds
      ? `the regression started ${fromSeconds} to ${toSeconds} seconds after the first pod of ${revision ?? 'the new revision'} was ready`
      : 'the regression started after the first new pod was ready',
  'onset-after-sync': ({ fromSeconds, toSeconds, revision }) =>
    fromSeconds && toSeconds
      ? `the regression started ${fromSeconds} to ${toSeconds} seconds after the sync of ${revision ?? 'the new revision'} began`
      : 'the regression started after the sync began',
  'own-signals-healthy': () => 'the signals of what it deployed stayed healthy',
  'live-after-onset': () => 'it went live only after the regression had started',
  // At home in the watch; here it speaks against a suspect with the same meaning.
  'onset-before-sync': () => 'the service got worse before the deployment began',
  'already-reverted': () => 'the change is already reverted on the branch',
} satisfies Sentences<Code>;
