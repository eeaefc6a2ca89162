import type { Detector } from '../case.ts';
import { argoRollouts } from './argo-rollouts/detectors.ts';
import { burnRate } from './burn-rate.ts';
import { flaggers } from './flagger.ts';
import { kayentas } from './kayenta/detectors.ts';
import { simpleRules } from './simple-rules.ts';

/** What others roll back or page by, from their published algorithms. */
export const peers: readonly Detector[] = [
  ...kayentas,
  ...argoRollouts,
  ...flaggers,
  burnRate,
  ...simpleRules,
];
