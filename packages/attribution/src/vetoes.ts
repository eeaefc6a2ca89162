import { type Deployment, type Interval, milliseconds, type Veto } from '@backout/incident';
import type { Candidate } from './input.ts';

/** Argo CD's times are whole seconds. */
const clockErrorMs = 1_000;

/**
 * Why a commit of the synced range cannot have done it. When it was committed says nothing: that is a clock of the
 * committer's, and what is live is what was synced.
 */
export function vetoOf(deployment: Deployment, { renders }: Candidate, onset: Interval): Veto['code'] | null {
  if (milliseconds(onset.to) < milliseconds(deployment.syncStartedAt) - clockErrorMs)
    return 'onset-before-sync';
  return renders === 'nothing' ? 'renders-nothing' : null;
}
