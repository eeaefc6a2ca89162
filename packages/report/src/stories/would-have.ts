import type { OutcomeOf } from '../outcome.ts';
import { reasonSentence } from '../reason-sentence.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { change, environment } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { regression } from './regression.ts';

/** Only the mode, or the workflow, keeps backout from reverting: nobody is woken by what they asked for. */
export function wouldHave({ incident, because }: OutcomeOf<'would-have'>, audience: Audience): Story {
  const reason = because === 'no-revert-job' ? 'this workflow only observes' : reasonSentence(because);
  return {
    ...regression(incident, audience),
    severity: 'calm',
    headline: `${change(incident, audience.pull)} would have been rolled back in ${environment(incident)}; ${reason}`,
    action: `Nothing was rolled back: ${reason}. Every other condition for a rollback was met.`,
    nextSteps: [byHand(incident)],
  };
}
