import type { Advertisement } from '@backout/gitops';
import { type Attributed, type Digest, type Instant, milliseconds } from '@backout/incident';
import { intentOf, stopRef } from '@backout/ledger';
import { applicationsTouched, type Facts, type PastRevert, type StillTrue } from '@backout/policy';
import type { Locks } from './existing.ts';
import type { Scene } from './scene.ts';

/** What the outside says apart from git; asked once, while git is read. */
export interface Outside {
  readonly stillTrue: StillTrue;
  readonly readAt: Instant;
  readonly knownGood: Facts['knownGood'];
  readonly wouldSync: Facts['wouldSync'];
}

export interface Gathered {
  readonly seen: Advertisement;
  readonly scene: Scene;
  readonly locks: Locks;
  readonly outside: Outside;
}

export function factsOf({ seen, scene, locks, outside }: Gathered, now: Instant): Facts {
  return {
    killSwitch: seen.refs.has(stopRef) ? 'on' : 'off',
    reverts: pastReverts(locks, seen.branch),
    newestPolicy: scene.newestPolicy as Digest | 'missing',
    stillTrue: aged(outside, now),
    knownGood: outside.knownGood,
    wouldSync: outside.wouldSync,
    superseded: scene.superseded,
    paths: scene.inverse.kind === 'clean' ? scene.inverse.paths : scene.culprit.paths.map(({ path }) => path),
    kinds: scene.kinds,
    applications: applicationsTouched(
      scene.policy,
      scene.culprit.paths.map(({ path }) => path),
    ),
    revertsOurs: revertsOurs(scene, locks),
  };
}

/** A ledger that does not say what it is about makes all of them unreadable: a cap must not be undercounted. */
function pastReverts({ ledgers }: Locks, branch: string): Facts['reverts'] {
  if (ledgers === null) return 'unreadable';
  const intents = ledgers.map(intentOf);
  if (intents.includes(null)) return 'unreadable';
  return intents
    .filter((intent) => intent !== null && intent.branch === branch)
    .map((intent) => intent as NonNullable<typeof intent>)
    .map(({ key, incident, application, at }): PastRevert => ({ key, incident, application, at }));
}

function aged({ stillTrue, readAt }: Outside, now: Instant): StillTrue {
  if (stillTrue.code !== 'fresh-evidence') return stillTrue;
  return { ...stillTrue, ageMs: stillTrue.ageMs + Math.max(0, milliseconds(now) - milliseconds(readAt)) };
}

/** Ours means that the ledger names the commit; a trailer alone may be forged. */
function revertsOurs({ culprit }: Scene, { ledgers }: Locks): boolean {
  return (ledgers ?? []).some((ledger) => intentOf(ledger)?.commit === culprit.commit);
}

/** Whether the revision before raised no alarm while it ran: nothing else is known of it without a commit status. */
export function quietBaseline({ verdict }: Attributed): boolean {
  const ratios = verdict.findings.filter((finding) => finding.kind === 'ratio');
  return (
    ratios.length > 0 &&
    ratios.every(({ calibration }) => calibration.moments > 0 && calibration.alarms === 0)
  );
}
