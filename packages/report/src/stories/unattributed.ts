import type { OutcomeOf } from '../outcome.ts';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { service } from '../words/subject.ts';
import { byHand } from './by-hand.ts';
import { regression } from './regression.ts';
import { stopWords } from './stop-words.ts';

/** A regression, and the stage that looks for its cause left nothing. */
export function unattributed({ incident, stop }: OutcomeOf<'unattributed'>, audience: Audience): Story {
  return {
    ...regression(incident, audience),
    severity: 'needs-somebody',
    headline: `${service(incident)} got worse after a deployment; what caused it was not worked out`,
    action: `Nothing was rolled back: what caused it was not worked out.${stopWords(stop)}`,
    nextSteps: [byHand(incident)],
  };
}
