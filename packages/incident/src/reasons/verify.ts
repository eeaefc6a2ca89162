import type { Reasons } from './facts.ts';

export const recoveryOutcomes = {
  recovered: {},
  'recovered-unproven': {},
  'signals-recovered': {},
  'not-recovered': {},
  'not-synced': {},
  'sync-retrying': {},
  'degraded-again': {},
} as const satisfies Reasons;
