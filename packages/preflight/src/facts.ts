import type { PathChange, RefAdvertisement } from '@backout/gitops';
import { type Deployment, type Freshness, type Instant, milliseconds, type Sha } from '@backout/incident';
import { isRecovery, type Ledger, revertsOf, stopRef, switchThatStops } from '@backout/ledger';
import { applicationsTouched, type Policy, type PreflightFacts } from '@backout/policy';
import type { Outside } from './ask-outside.ts';

/** What was read, by whatever way the stage read it; what could not be read is said so. */
export interface Known {
  readonly deployment: Pick<Deployment, 'application' | 'previousRevision'>;
  readonly policy: Policy;
  readonly remote: RefAdvertisement;
  /** Null where they cannot be read. */
  readonly ledgers: readonly Ledger[] | null;
  readonly newestPolicy: PreflightFacts['newestPolicy'];
  readonly outside: Outside;
  readonly previousBy: PreflightFacts['previousBy'];
  /** A look at the signals, and when it was taken. */
  readonly reading: { readonly freshness: Freshness; readonly at: Instant };
  /** Null where nobody is blamed. */
  readonly culprit: { readonly commit: Sha; readonly paths: readonly PathChange[] } | null;
  /** Whether its trailers say that it is a revert of ours, and its tree bears that out: its ledger may be gone. */
  readonly borneOut: boolean;
  /** Paths that the inverse would change, where there is one; else those of the culprit count. */
  readonly inversePaths: readonly string[] | null;
  readonly kinds: readonly string[];
  readonly mainlineUnclear: PreflightFacts['mainlineUnclear'];
  /** Null as well where no inverse was made. */
  readonly renamed: PreflightFacts['renamed'];
  readonly migration: PreflightFacts['migration'];
  readonly superseded: boolean;
  readonly badValueReturned: PreflightFacts['badValueReturned'];
}

/** The facts that `decide()` judges, from what is known at this moment. */
export function preflightFacts(known: Known, now: Instant): PreflightFacts {
  const { deployment, remote, ledgers, outside, culprit } = known;
  const reverts = revertsOf(ledgers, remote.branch);
  const changed = culprit?.paths.map(({ path }) => path) ?? [];
  return {
    killSwitch: killSwitch(known),
    reverts,
    newestPolicy: known.newestPolicy,
    freshness: aged(known.reading, now),
    previousBy: known.previousBy,
    knownGood: knownGoodBy(outside.knownGood, isRecovery(reverts, deployment.previousRevision)),
    wouldSync: outside.wouldSync,
    superseded: known.superseded,
    paths: known.inversePaths ?? changed,
    kinds: known.kinds,
    mainlineUnclear: known.mainlineUnclear,
    renamed: known.renamed,
    migration: known.migration,
    applications: applicationsTouched(known.policy, changed),
    badValueReturned: known.badValueReturned,
    ownRevert: ownRevert(reverts, known),
  };
}

/** A recovery that was verified there says nothing of what happened since. */
function knownGoodBy(outside: Outside['knownGood'], isRecovery: boolean): Outside['knownGood'] {
  return isRecovery && outside !== 'failed' ? 'recovery' : outside;
}

function killSwitch({ remote, deployment, policy }: Known): PreflightFacts['killSwitch'] {
  const known = Object.keys(policy.applications);
  const found = switchThatStops(remote.refs.keys(), deployment.application, known);
  if (found === null) return { state: 'off', ref: stopRef };
  return { state: found.isMisnamed ? 'misnamed' : 'on', ref: found.ref };
}

function aged({ freshness, at }: Known['reading'], now: Instant): Freshness {
  if (freshness.code !== 'fresh-evidence') return freshness;
  return { ...freshness, ageMs: freshness.ageMs + Math.max(0, milliseconds(now) - milliseconds(at)) };
}

/** Ours means that a ledger names the commit, or that it is what its trailers say; a trailer alone may be forged. */
function ownRevert(
  reverts: ReturnType<typeof revertsOf>,
  { culprit, borneOut }: Pick<Known, 'culprit' | 'borneOut'>,
): Sha | null {
  if (culprit === null) return null;
  const { commit } = culprit;
  if (borneOut) return commit;
  if ('unreadable' in reverts) return null;
  return reverts.some((revert) => revert.commit === commit) ? commit : null;
}
