import { type Git, type RefAdvertisement, readFileAt } from '@backout/gitops';
import { type Digest, type PolicyReference, type Sha, sha256, unlessUserError } from '@backout/incident';
import { type Ledger, readLedgers, revertRefs } from '@backout/ledger';

/** The ledgers of all reverts; null where they cannot be read, which no cap survives. */
export function readRevertLedgers(git: Git, remote: RefAdvertisement): Promise<Ledger[] | null> {
  return unlessUserError(
    readLedgers(git, revertRefs(remote.refs)),
    null,
    'repository-unreadable',
    'revision-unknown',
  );
}

/** The policy file as it stands at the default branch's tip, whose commit is local. */
export async function readNewestPolicy(
  git: Git,
  { path }: Pick<PolicyReference, 'path'>,
  head: Sha,
): Promise<Digest | 'missing'> {
  const file = await readFileAt(git, head, path);
  return file === null ? 'missing' : sha256(file.text);
}
