import type { Reasons } from './facts.ts';

/** What stops a stage before it has a section to hand over. */
export const runStops = {
  'handover-lost': {},
  'handover-mismatch': {},
  'input-missing': {},
  'input-invalid': {},
  'application-unknown': {},
  'revision-unknown': {},
  'repository-unreadable': {},
  'unsupported-git': {},
  'policy-invalid': {},
  'github-unreachable': {},
  cancelled: {},
  bug: {},
} as const satisfies Reasons;
