import { type OutcomeKind, type OutcomeOf, outcomeOf } from '../outcome.ts';
import type { Audience, RenderInput } from '../run-report.ts';
import type { Stories, Story } from '../story.ts';
import { neverRan } from './never-ran.ts';
import { notReverted } from './not-reverted.ts';
import { quiet } from './quiet.ts';
import { refused } from './refused.ts';
import { revertLost } from './revert-lost.ts';
import { stopped } from './stopped.ts';
import { unattributed } from './unattributed.ts';
import { undecided } from './undecided.ts';
import { unverified } from './unverified.ts';
import { verified } from './verified.ts';
import { wouldHave } from './would-have.ts';

/** One story an outcome: an outcome without one does not compile. */
const stories: Stories = {
  stopped,
  quiet,
  'never-ran': neverRan,
  undecided,
  unattributed,
  'would-have': wouldHave,
  refused,
  'revert-lost': revertLost,
  'not-reverted': notReverted,
  unverified,
  verified,
};

/** How the run ended, as it is told to this audience. */
export function storyOf({ report, ...audience }: RenderInput): Story {
  return tell(outcomeOf(report), audience);
}

/** The stage that stopped after there was a record: told beside the story of the record. */
export function laterStop({ report, ...audience }: RenderInput): Story | null {
  const { incident, stop } = report;
  return incident === null || stop === null ? null : stopped({ kind: 'stopped', stop }, audience);
}

function tell<Kind extends OutcomeKind>(outcome: OutcomeOf<Kind>, audience: Audience): Story {
  return stories[outcome.kind](outcome, audience);
}
