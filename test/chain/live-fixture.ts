import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Case, type Fixture, type FixtureOptions, startFixture } from './fixture.ts';
import { openPerson, type Person } from './person.ts';

/** One revert an hour in the whole repository: whatever races here, races for the only one. */
const policy = `watch: { for: 60s, every: 1s, at_least: 6s, baseline: 60m }
verify: { within: 60s, stable_for: 5s }
rollback: { limits: { per_hour: 1, per_day: 5, cooldown: 10m } }
`;

/** Another policy of the same team, which calls the environment otherwise: what is watched by it is another incident. */
export const second = { path: 'ops/second.yml', environment: 'production-eu' } as const;

function secondPolicy(text: string): Readonly<Record<string, string>> {
  const named = `    environment: ${second.environment}\n    paths:`;
  return { [second.path]: text.replaceAll('    paths:', named) };
}

/** A watched bad deployment takes a quarter of a minute to make: tests of the revert share one, each from its start. */
export let fixture: Fixture;
export let bad: Case;
export let robin: Person;

export function shareFixture(options: Pick<FixtureOptions, 'errorRatio'> = {}): void {
  beforeAll(async () => {
    fixture = await startFixture({ ...options, policy, beside: secondPolicy });
    bad = fixture.cases.checkout;
    robin = await openPerson(
      fixture.world.github.gitUrl('acme/gitops', 'person'),
      join(fixture.folder, 'robin'),
    );
  });
  afterAll(() => fixture[Symbol.asyncDispose]());
  beforeEach(() => fixture.reset());
  afterEach(() => {
    fixture.world.github.on({ beforeReceivePack: () => {}, onPush: () => {} });
    fixture.world.github.assertNoViolations();
  });
}
