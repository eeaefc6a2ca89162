import { type RevertRef, type Sha, unlessUserError } from '@backout/incident';
import { type RefAdvertisement, readAdvertisement } from '../advertisement.ts';
import type { Git, Output } from '../git.ts';
import { type PushRefusalCode, pushRefusal } from './push-refusal.ts';

export interface RevertPush {
  readonly branch: string;
  /** The tip that was observed together with the locks and the kill switch. */
  readonly tip: Sha;
  readonly commit: Sha;
  /** The lock and ledger of this revert, which must not exist yet. */
  readonly ref: RevertRef;
  readonly entry: Sha;
}

export type PushOutcome =
  /** With the refs as they were read back. */
  | { readonly kind: 'pushed'; readonly refs: RefAdvertisement['refs'] }
  /** The ref exists: this revert is somebody's already. */
  | { readonly kind: 'locked'; readonly entry: Sha }
  /** Not there, and the way is free for another try on the tip as it is now. */
  | { readonly kind: 'lost'; readonly moved: boolean }
  /** The server did not get to an answer: another try on the same tip may be taken. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused'; readonly code: PushRefusalCode; readonly said: string | null }
  /** The remote does not answer: the revert may have landed. */
  | { readonly kind: 'unknown' };

/**
 * One atomic push of branch and incident ref, both leased. Its exit code says nothing: a loser can be told success
 * and a winner can lose the answer, so that the refs are read back and decide (seen with 24 pushers at once).
 */
export async function pushRevert(git: Git, push: RevertPush): Promise<PushOutcome> {
  const head = `refs/heads/${push.branch}`;
  const output = await git.run(
    'push',
    '--quiet',
    '--porcelain',
    '--atomic',
    `--force-with-lease=${head}:${push.tip}`,
    `--force-with-lease=${push.ref}:`,
    'origin',
    `${push.commit}:${head}`,
    `${push.entry}:${push.ref}`,
  );
  const now = await probe(git, push.branch);
  return now === null ? { kind: 'unknown' } : outcome(push, now, output);
}

function outcome(push: RevertPush, now: RefAdvertisement, output: Output): PushOutcome {
  const lock = now.refs.get(push.ref);
  if (lock === push.entry) return { kind: 'pushed', refs: now.refs };
  if (lock !== undefined) return { kind: 'locked', entry: lock };
  const refusal = pushRefusal(output);
  if (refusal === 'busy') return { kind: 'busy' };
  if (refusal !== null) return { kind: 'refused', ...refusal };
  return { kind: 'lost', moved: now.tip !== push.tip };
}

const probes = 3;

async function probe(git: Git, branch: string): Promise<RefAdvertisement | null> {
  for (let attempt = 0; attempt < probes; attempt++) {
    const now = await unlessUserError(readAdvertisement(git, branch), null, 'repository-unreadable');
    if (now !== null) return now;
  }
  return null;
}
