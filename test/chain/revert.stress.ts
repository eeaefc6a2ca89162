import { shareScene } from './live-scene.ts';
import { races } from './revert-race.ts';

shareScene();
races({ runs: 24, pushes: 8, moments: 20 });
