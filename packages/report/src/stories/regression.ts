import type { Incident } from '@backout/incident';
import type { Audience } from '../run-report.ts';
import type { Story } from '../story.ts';
import { boldService, wentLive } from '../words/subject.ts';
import { whatShowed } from './what-showed.ts';
import { whyCulprit } from './why-culprit.ts';

type Shared = Pick<Story, 'topic' | 'happened' | 'why'>;

/** What every story of a regression tells alike: the service got worse, and who is to blame. */
export function regression(incident: Incident, { pull }: Audience): Shared {
  const shown = whatShowed(incident, pull) ?? `got worse after ${wentLive(incident, pull)}.`;
  return {
    topic: incident.id,
    happened: `${boldService(incident)} ${shown}`,
    why: whyCulprit(incident, pull),
  };
}
