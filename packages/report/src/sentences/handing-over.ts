import type { runStops } from '@backout/incident';
import type { Sentences } from '../facts.ts';

export const handingOver = {
  'handover-lost': () => 'the job before left no result',
  'handover-mismatch': () => 'the result of the job before is not the one that was written',
  'input-missing': () => 'a required input is missing',
  'input-invalid': () => 'an input does not have the expected form',
  'application-unknown': () => 'the application is not known',
  'revision-unknown': () => 'the revision is not in the repository',
  'repository-unreadable': () => 'the repository could not be read',
  'unsupported-git': () => 'the runner has no git that is new enough',
  'policy-invalid': () => 'the policy file has a mistake',
  'github-unreachable': () => 'GitHub did not answer',
  cancelled: () => 'the run was cancelled',
  bug: () => 'backout has a bug',
} satisfies Sentences<keyof typeof runStops>;
