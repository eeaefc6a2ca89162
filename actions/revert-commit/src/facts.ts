import type { Advertisement } from '@backout/gitops';
import { type Digest, type Instant, milliseconds } from '@backout/incident';
import { isRecovery, type Ledger, revertsOf, stopRef } from '@backout/ledger';
import { applicationsTouched, type Facts, type StillTrue } from '@backout/policy';
import type { Scene } from './scene.ts';

/** What the outside says apart from git; asked while git is read. */
export interface Outside {
  readonly stillTrue: StillTrue;
  readonly readAt: Instant;
  readonly knownGood: Facts['knownGood'];
  readonly wouldSync: Facts['wouldSync'];
}

export interface Gathered {
  readonly seen: Advertisement;
  readonly scene: Scene;
  /** Null where they cannot be read. */
  readonly ledgers: readonly Ledger[] | null;
  readonly outside: Outside;
  readonly badValueReturned: boolean;
}

export function factsOf({ seen, scene, ledgers, outside, badValueReturned }: Gathered, now: Instant): Facts {
  const reverts = revertsOf(ledgers, seen.branch);
  const { previousRevision } = scene.deployment;
  const changed = scene.culprit.paths.map(({ path }) => path);
  return {
    killSwitch: seen.refs.has(stopRef) ? 'on' : 'off',
    reverts,
    newestPolicy: scene.newestPolicy as Digest | 'missing',
    stillTrue: aged(outside, now),
    knownGood: isRecovery(reverts, previousRevision) ? 'recovery' : outside.knownGood,
    wouldSync: outside.wouldSync,
    superseded: scene.superseded,
    paths: scene.inverse.kind === 'clean' ? scene.inverse.paths : changed,
    kinds: scene.kinds,
    applications: applicationsTouched(scene.policy, changed),
    // Ours means that a ledger names the commit; a trailer alone may be forged.
    badValueReturned,
    revertsOurs: reverts !== 'unreadable' && reverts.some(({ commit }) => commit === scene.culprit.commit),
  };
}

function aged({ stillTrue, readAt }: Outside, now: Instant): StillTrue {
  if (stillTrue.code !== 'fresh-evidence') return stillTrue;
  return { ...stillTrue, ageMs: stillTrue.ageMs + Math.max(0, milliseconds(now) - milliseconds(readAt)) };
}
