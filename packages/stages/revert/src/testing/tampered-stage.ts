import { isDeepStrictEqual } from 'node:util';
import { type Attributed, LedgerRef, RevertRef, UserError } from '@backout/incident';
import { rendersTheSame } from '@backout/preflight';
import { fixtureJson, fixtureNames } from '@backout/world/fixtures';
import fc from 'fast-check';
import { expect } from 'vitest';
import { revert } from '../revert.ts';
import { sha, stage, told, incident as whole } from './regression.ts';
import { type Booty, type Tampered, tampered, withFewPoints } from './tampering.ts';

const incident = withFewPoints(whole);
const { deployment, policy, attribution } = incident;

const booty: Booty = {
  donors: [
    ...fixtureNames('incidents').map((name) =>
      withFewPoints(fixtureJson(`incidents/${name}.json`) as object),
    ),
    {
      deployment: {
        rendering: { kind: 'compared', objects: [], count: 0, kinds: [], maskedSecrets: false },
        alsoChanged: [{ kind: 'parameters', source: 'charts', field: 'helm', from: null, to: 'v2' }],
        renderedOutside: ['apps/payments/deployment.yaml'],
        hydrated: { dry: null },
      },
    },
  ],
  strings: [
    ...['main', 'release', 'HEAD', '*', 'refs/heads/main', 'refs/backout/stop', '../heads/main'],
    ...['payments', 'payments-production', 'apps', '.', 'apps/payments', '.backout.yaml', 'ops/lax.yml'],
    ...[deployment.revision, String(deployment.previousRevision), sha('7'), policy.blob],
    ...attribution.suspects.map(({ commit }) => commit),
    ...['f'.repeat(64), policy.sha256, 'inc_0000000000000001', '2026-11-20T14:02:00.000Z'],
  ],
};

/** Of what the stage hears from Argo CD and git, all that a section claims as well. */
function isBorneOut({ deployment: claimed }: Attributed): boolean {
  const { sync, rendering } = told;
  return (
    claimed.branch === 'main' &&
    claimed.previousRevision === sync.previous &&
    isDeepStrictEqual(claimed.alsoChanged, sync.others) &&
    (claimed.hydrated !== null) === sync.hydrated &&
    rendersTheSame(claimed) === rendersTheSame({ rendering }) &&
    claimed.renderedOutside.length === 0
  );
}

async function ended(run: ReturnType<typeof revert>): Promise<string> {
  try {
    return (await run).kind;
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
}

/** Whatever was handed over, only the branch and refs of ours are pushed to, and only what is borne out. */
export function holdsUnderTampering(runs: number): Promise<void> {
  return fc.assert(fc.asyncProperty(tampered(incident, booty), holdsFor), { numRuns: runs });
}

/** One run of the stage with what somebody tampered with, and one with what it was before. */
async function holdsFor({ record }: Tampered): Promise<void> {
  const { repository, ports } = stage();
  const before = repository.tip;
  await ended(revert(record, ports));
  const { pushes, appends } = repository.asked;
  for (const { ref, branch, tip } of pushes)
    expect([RevertRef.safeParse(ref).success, branch, tip]).toEqual([true, 'main', before]);
  for (const ref of appends) expect(LedgerRef.safeParse(ref).success).toBe(true);
  if (!isBorneOut(record)) expect(repository.pushed).toEqual([]);
  for (const commit of repository.pushed)
    expect(repository.commits.get(commit)).toMatchObject({ parents: [before], tree: sha('3') });
  const first = repository.pushed.length === 0;
  expect(await ended(revert(incident, ports))).toMatch(first ? /^reverted$/ : /^already-done$|^joined$/);
  expect(repository.pushed).toHaveLength(1);
}
