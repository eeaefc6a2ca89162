import fc from 'fast-check';
import { expect } from 'vitest';
import {
  forgeries,
  type Tampered,
  tampered,
  withFewPoints,
} from '../../packages/stages/revert/src/testing/tampering.ts';
import { changedFields } from './changed-fields.ts';
import type { Estate } from './estate.ts';
import { lootOf } from './loot.ts';
import { expectHealed, hasReverted } from './outcome.ts';
import { runRevert } from './run-revert.ts';

const reasons = {
  told: 'it is only told',
  workedOut: 'the stage works it out by itself',
  lower: 'where it differs from what the stage finds by itself, the lower one counts',
  when: 'the stage blames by it, and only ever a commit of the range that git and Argo CD tell',
  signals: 'that it got worse is believed, and the signals are read again',
} as const;
const { told, workedOut, lower, when, signals } = reasons;

/**
 * What may be another value and the same commit is reverted all the same. Everything else has to be what the policy, git
 * and Argo CD say, or nothing is.
 */
const notDecisive: Readonly<Record<string, string>> = {
  id: 'it is worked out from the deployment, and has to fit it',
  'deployment.repositorySpelling':
    'which repository it is, the action knows, and Argo CD; GitHub does not care for the case',
  'deployment.argocdUrl': told,
  'deployment.source': told,
  'deployment.changes': workedOut,
  'deployment.rendering': `${workedOut}, and whether it renders anything else has to agree`,
  'deployment.before': 'it says which objects of Argo CD the signals are of',
  'deployment.applicationsTouched': told,
  'deployment.syncStartedAt': when,
  'deployment.syncFinishedAt': told,
  'deployment.firstPodReadyAt': when,
  'deployment.rolledOutAt': told,
  'deployment.rollout': when,
  'deployment.images': told,
  'deployment.trigger': told,
  'policy.commit': workedOut,
  'policy.blob': workedOut,
  'policy.mode': workedOut,
  'verdict.onset': signals,
  'verdict.decidedAt': told,
  'verdict.stopped': told,
  'verdict.looks': told,
  'verdict.clockSkewMs': told,
  'verdict.alphaSpentPerMillion': told,
  'verdict.findings': signals,
  'attribution.cause': lower,
  'attribution.culprit': lower,
  'attribution.confidenceBp': lower,
  'attribution.noneBp': told,
  'attribution.suspects': workedOut,
  'attribution.others': told,
  'attribution.vetoes': workedOut,
  'attribution.decision': workedOut,
};

const ours = /^refs\/backout\/(?:reverts\/[0-9a-f]{40}|incidents\/inc_[0-9a-f]{16})$/;

/** So many records that are drawn. */
export async function holdsForDrawn(estate: Estate, records: number): Promise<void> {
  const drawn = tampered(withFewPoints(estate.incident), await lootOf(estate));
  const holds = fc.asyncProperty(drawn, (one) => holdsFor(estate, one));
  await fc.assert(holds, { numRuns: records, endOnFailure: true });
}

/** Every field once with every value that somebody would want there. */
export async function holdsForForged(estate: Estate): Promise<void> {
  for (const one of forgeries(withFewPoints(estate.incident), await lootOf(estate)))
    await holdsFor(estate, one);
}

/**
 * Whatever was handed over: no ref but those of ours and the branch of the deployment moves, that branch only to what a
 * person would make of it who takes the bad commit back, and what was tampered with keeps nobody from reverting it.
 */
async function holdsFor(estate: Estate, { record, changes }: Tampered): Promise<void> {
  await estate.reset();
  const before = await estate.refs();
  const ended = await runRevert(estate, record);
  const after = await estate.refs();
  const moved = [...after.keys(), ...before.keys()].filter((ref) => before.get(ref) !== after.get(ref));
  const theirs = [...new Set(moved.filter((ref) => !ours.test(ref)))];
  expect({ changes, theirs }).toEqual({ changes, theirs: hasReverted(ended) ? ['refs/heads/main'] : [] });
  const decisive = changedFields(record, estate.incident).filter((field) => !(field in notDecisive));
  if (hasReverted(ended)) expect({ changes, decisive }).toEqual({ changes, decisive: [] });
  else expect(hasReverted(await runRevert(estate, estate.incident))).toBe(true);
  await expectHealed(estate);
}
