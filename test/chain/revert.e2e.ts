import { shareFixture } from './live-fixture.ts';
import { races } from './revert-race.ts';

shareFixture({ errorRatio: 0.4 });
/** As many as there is time for; `revert.stress.ts` has more of them. */
races({ runs: 8, pushes: 4, moments: 3 });
