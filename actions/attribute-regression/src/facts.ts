import {
  type Advertisement,
  type Change,
  fetchBlobs,
  type Git,
  manifestContents,
  readFileAt,
  readKinds,
  sameAt,
} from '@backout/gitops';
import { type Digest, type Instant, milliseconds, sha256, type Watched } from '@backout/incident';
import { isRecovery, readLedgers, returnsBadValue, revertRefs, revertsOf, stopRef } from '@backout/ledger';
import { applicationsTouched, type Facts, type Policy } from '@backout/policy';

export interface Asked {
  readonly git: Git;
  readonly incident: Watched;
  readonly policy: Policy;
  readonly seen: Advertisement;
  readonly culprit: Change | null;
  readonly outside: Pick<Facts, 'knownGood' | 'wouldSync'>;
  readonly now: Instant;
}

/**
 * What this stage can know without a reading of its own: the watch has just looked. The revert stage asks everything
 * again before it writes.
 */
export async function gatherFacts({
  git,
  incident,
  policy,
  seen,
  culprit,
  outside,
  now,
}: Asked): Promise<Facts> {
  const { deployment, verdict } = incident;
  const changed = culprit?.paths ?? [];
  const paths = changed.map(({ path }) => path);
  const ledgers = await readLedgers(git, revertRefs(seen.refs)).catch(() => null);
  const reverts = revertsOf(ledgers, seen.branch);
  return {
    killSwitch: seen.refs.has(stopRef) ? 'on' : 'off',
    reverts,
    newestPolicy: await newestPolicy(git, incident, seen),
    stillTrue: {
      code: 'fresh-evidence',
      ageMs: Math.max(0, milliseconds(now) - milliseconds(verdict.decidedAt)),
    },
    wouldSync: outside.wouldSync,
    knownGood: isRecovery(reverts, deployment.previousRevision) ? 'recovery' : outside.knownGood,
    superseded: !(await sameAt(git, deployment.revision, seen.tip, deployment.paths)),
    paths,
    kinds: await kindsOf(git, changed),
    applications: applicationsTouched(policy, paths),
    badValueReturned:
      culprit !== null && (await returnsBadValue(git, { ...deployment, commit: culprit.commit }, ledgers)),
    revertsOurs: reverts !== 'unreadable' && reverts.some(({ commit }) => commit === culprit?.commit),
  };
}

async function kindsOf(git: Git, changed: Change['paths']): Promise<string[]> {
  await fetchBlobs(git, manifestContents(changed) ?? []);
  return readKinds(git, changed);
}

async function newestPolicy(git: Git, { policy }: Watched, seen: Advertisement): Promise<Digest | 'missing'> {
  const file = await readFileAt(git, seen.head, policy.path);
  return file === null ? 'missing' : sha256(file.text);
}
