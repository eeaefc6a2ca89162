import type { Incident, UndecidedReason } from '@backout/incident';
import type { Story } from '../story.ts';
import { recurring } from './recurring.ts';

type Shared = Pick<Story, 'topic' | 'action' | 'why'>;

/** What every story of a watch without a verdict tells alike: nothing was done, and nobody is to blame. */
export function noVerdict({ deployment }: Incident, reason: UndecidedReason): Shared {
  const { repository, application, environment } = deployment;
  return {
    topic: recurring([repository, application, environment, reason]),
    action: 'Nothing was rolled back: backout acts only on a clear regression.',
    why: null,
  };
}
