import type { causes, evidenceCodes, vetoCodes } from '@backout/incident';
import type { Sentences } from '../facts.ts';

/** The others are at home in the watch. */
type Code =
  | keyof typeof causes
  | keyof typeof evidenceCodes
  | Exclude<keyof typeof vetoCodes, 'onset-before-sync'>;

export const blaming = {
  deployment: () => 'a deployment is the cause',
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
  'renders-nothing': () => 'what is rendered is the same with it and without it',
} satisfies Sentences<Code>;
