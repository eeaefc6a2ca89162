import { shareFixture } from './live-fixture.ts';
import { races } from './revert-race.ts';

shareFixture();
races({ runs: 24, pushes: 8, moments: 20 });
