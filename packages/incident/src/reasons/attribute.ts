import type { Reasons } from './facts.ts';
import { undecidedReasons } from './watch.ts';

export const causes = { deployment: {}, unknown: {} } as const satisfies Reasons;

export const evidenceCodes = {
  'only-change-in-range': { application: 'name', previous: 'name', revision: 'name' },
  'newest-change': { application: 'name' },
  'onset-after-first-pod': { fromSeconds: 'seconds', toSeconds: 'seconds', revision: 'name' },
  'onset-after-sync': { fromSeconds: 'seconds', toSeconds: 'seconds', revision: 'name' },
  'own-signals-healthy': {},
} as const satisfies Reasons;

/** Why a suspect is ruled out. */
export const vetoCodes = {
  'renders-nothing': {},
  'onset-before-sync': undecidedReasons['onset-before-sync'],
} as const satisfies Reasons;
