import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openPerson, type Person } from './person.ts';
import { type Case, type Scene, type SceneOptions, startScene } from './scene.ts';

/** One revert an hour in the whole repository: whatever races here, races for the only one. */
const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { per_hour: 1, per_day: 5, cooldown: 10m } }
`;

/** A watched bad deployment takes a quarter of a minute to make: tests of the revert share one, each from its start. */
export let scene: Scene;
export let bad: Case;
export let robin: Person;

export function shareScene(options: Pick<SceneOptions, 'errorRatio'> = {}): void {
  beforeAll(async () => {
    scene = await startScene({ ...options, policy });
    bad = scene.cases.checkout;
    robin = await openPerson(scene.world.github.gitUrl('acme/gitops', 'person'), join(scene.folder, 'robin'));
  });
  afterAll(() => scene[Symbol.asyncDispose]());
  beforeEach(() => scene.reset());
  afterEach(() => {
    scene.world.github.on({ beforeReceivePack: () => {}, onPush: () => {} });
    scene.world.github.assertNoViolations();
  });
}
