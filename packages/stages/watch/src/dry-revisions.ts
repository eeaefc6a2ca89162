import { drySha, hydratorMetadata } from '@backout/argocd';
import { fetchCommits, type Git, readFileAt } from '@backout/gitops';
import { type Sha, unlessUserError } from '@backout/incident';

/** For commits that a hydrator wrote those that they were rendered from; null where that is not told. */
export type DryRevisions = (
  hydrated: readonly (Sha | null)[],
) => Promise<ReadonlyMap<Sha | null, Sha | null>>;

/** Each is asked for once. */
export function dryRevisions(git: Git): DryRevisions {
  const known = new Map<Sha | null, Sha | null>([[null, null]]);
  return async (hydrated) => {
    const unknown = [...new Set(hydrated)].filter((revision) => revision !== null && !known.has(revision));
    const here = await fetchAll(
      git,
      unknown.filter((revision) => revision !== null),
    );
    for (const revision of here) known.set(revision, await readDry(git, revision));
    return known;
  };
}

/** In one request; where one of them is gone, each by itself. @returns those that there are */
async function fetchAll(git: Git, revisions: readonly Sha[]): Promise<readonly Sha[]> {
  if (revisions.length === 0) return [];
  if (await isThere(git, revisions)) return revisions;
  const here: Sha[] = [];
  for (const revision of revisions) if (await isThere(git, [revision])) here.push(revision);
  return here;
}

function isThere(git: Git, revisions: readonly Sha[]): Promise<boolean> {
  const fetched = fetchCommits(git, revisions).then(() => true);
  return unlessUserError(fetched, false, 'revision-unknown');
}

async function readDry(git: Git, hydrated: Sha): Promise<Sha | null> {
  const file = await readFileAt(git, hydrated, hydratorMetadata);
  return file === null ? null : drySha(file.text);
}
