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

const forged = {
  deployment: {
    rendering: { kind: 'compared', objects: [], count: 0, kinds: [], maskedSecrets: false },
    alsoChanged: [{ kind: 'parameters', source: 'charts', field: 'helm', from: null, to: 'v2' }],
    renderedOutside: ['apps/payments/deployment.yaml'],
    hydrated: { dry: null },
  },
} as const;

const booty: Booty = {
  donors: [
    ...fixtureNames('incidents').map((name) =>
      withFewPoints(fixtureJson(`incidents/${name}.json`) as object),
    ),
    ...[forged, { deployment }],
  ],
  strings: [
    ...['main', 'release', 'HEAD', '*', 'refs/heads/main', 'refs/backout/stop', '../heads/main'],
    ...['payments', 'payments-production', 'apps', '.', 'apps/payments', '.backout.yaml', 'ops/lax.yml'],
    ...[deployment.revision, String(deployment.previousRevision), sha('7'), policy.blob],
    ...attribution.suspects.map(({ commit }) => commit),
    ...['f'.repeat(64), policy.sha256, 'inc_0000000000000001', '2026-11-20T14:02:00.000Z'],
  ],
};

/** What Argo CD and git say of the deployment; the record that fits it says the same. */
interface Truth {
  readonly fits: Partial<Attributed['deployment']>;
  readonly live: typeof told;
  readonly unlisted: readonly string[];
}

const [other] = forged.deployment.alsoChanged;
const base = 'apps/base/deployment.yaml';

/** In the first of them nothing stands in the way of the revert, in the others one thing does. */
const truths: readonly [Truth, ...Truth[]] = [
  { fits: {}, live: told, unlisted: [] },
  {
    fits: { alsoChanged: [other] },
    live: { ...told, sync: { ...told.sync, others: [other] } },
    unlisted: [],
  },
  {
    fits: { hydrated: { dry: null } },
    live: { ...told, sync: { ...told.sync, hydrated: true } },
    unlisted: [],
  },
  { fits: { renderedOutside: [base] }, live: told, unlisted: [base] },
];

/** Of what the stage hears from Argo CD and git, all that a section claims as well. */
function isBorneOut({ deployment: claimed }: Attributed, { live, unlisted }: Truth): boolean {
  const { sync, rendering } = live;
  return (
    claimed.branch === 'main' &&
    claimed.previousRevision === sync.previous &&
    isDeepStrictEqual(claimed.alsoChanged, sync.others) &&
    (claimed.hydrated !== null) === sync.hydrated &&
    rendersTheSame(claimed) === rendersTheSame({ rendering }) &&
    isDeepStrictEqual(claimed.renderedOutside, unlisted)
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
export async function holdsUnderTampering(records: number): Promise<void> {
  for (const [index, truth] of truths.entries()) {
    const fitting = { ...incident, deployment: { ...incident.deployment, ...truth.fits } };
    const drawn = tampered(fitting, booty);
    // What stands in the way of nothing is tampered with as often as all the others.
    const numRuns = Math.ceil(records / (index === 0 ? 2 : 2 * (truths.length - 1)));
    await fc.assert(
      fc.asyncProperty(drawn, (one) => holdsFor(one, fitting, truth)),
      { numRuns },
    );
  }
}

/** One run of the stage with what somebody tampered with, and one with what it was before. */
async function holdsFor({ record }: Tampered, fitting: Attributed, truth: Truth): Promise<void> {
  const { repository, ports } = stage({ live: truth.live });
  repository.unlistedPaths = truth.unlisted;
  const before = repository.tip;
  await ended(revert(record, ports));
  const { pushes, appends } = repository.asked;
  for (const { ref, branch, tip } of pushes)
    expect([RevertRef.safeParse(ref).success, branch, tip]).toEqual([true, 'main', before]);
  for (const ref of appends) expect(LedgerRef.safeParse(ref).success).toBe(true);
  const mayBe = truth === truths[0];
  if (!(mayBe && isBorneOut(record, truth))) expect(repository.pushed).toEqual([]);
  for (const commit of repository.pushed)
    expect(repository.commits.get(commit)).toMatchObject({ parents: [before], tree: sha('3') });
  const first = repository.pushed.length === 0;
  const wanted = first ? /^reverted$/ : /^already-done$|^joined$/;
  expect(await ended(revert(fitting, ports))).toMatch(mayBe ? wanted : /^refused$/);
  expect(repository.pushed).toHaveLength(mayBe ? 1 : 0);
}
