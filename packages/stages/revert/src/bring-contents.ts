import {
  contentsAt,
  fetchBlobs,
  type Git,
  kustomizationsAround,
  type Range,
  type RefAdvertisement,
  readChanges,
} from '@backout/gitops';
import type { Attributed } from '@backout/incident';
import { blamed } from './blamed.ts';

export interface Bringing {
  readonly range: Range;
  readonly remote: RefAdvertisement;
  readonly policyPath: string;
}

/** Of a mass change nobody reads what is around each file. */
const mostFiles = 40;

/**
 * Brings the contents that are read next, in one request in place of one for each of them: the policy, the blamed change,
 * what names more files. Which these are is what was handed over: where that is wrong, they are brought for nothing.
 */
export async function bringContents(
  git: Git,
  incident: Attributed,
  { range, remote, policyPath }: Bringing,
): Promise<void> {
  const { paths, revision } = incident.deployment;
  const { changes } = await readChanges(git, range, paths);
  const culprit = blamed(incident, changes)?.paths ?? [];
  const around = [...paths, ...culprit.slice(0, mostFiles).map(({ path }) => path)];
  const [policy, kustomizations] = await Promise.all([
    contentsAt(git, remote.head, [policyPath]),
    contentsAt(git, revision, kustomizationsAround(around)),
  ]);
  const changed = culprit.flatMap(({ from, to }) => [from, to]);
  await fetchBlobs(git, [incident.policy.blob, ...policy, ...kustomizations, ...changed]);
}
