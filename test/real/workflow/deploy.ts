import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { type Built, manifests } from '@backout/world';
import type { Behaviour } from '@backout/world/service';
import { until } from '@backout/world/until';
import { openPerson } from '../../chain/person.ts';
import type { Team } from './team.ts';

export const good: Behaviour = { errorRatio: 0.001, latencyMs: 2 };
export const bad: Behaviour = { errorRatio: 0.4, latencyMs: 2 };

export interface Deployed {
  readonly application: Built['application'];
  readonly revision: Sha;
  /** What was live before: a revert has to bring back exactly this. */
  readonly previous: Sha;
  /** The pull request in the application's repository, and the one that brought it into the GitOps repository. */
  readonly number: number;
}

interface Deployment {
  readonly application?: Built['application'];
  readonly number: number;
  readonly behaviour: Behaviour;
  /** Through the server, as a person pushes; else GitHub merges a pull request. */
  readonly pushed?: boolean;
}

/** A new version, in the GitOps repository and not yet synced. */
export async function deploy(team: Team, deployment: Deployment): Promise<Deployed> {
  const { application = 'checkout', number, behaviour, pushed = false } = deployment;
  const { github, gitops, release } = team.world;
  const previous = await gitops.tip();
  const title = `Retry orders (${number})`;
  const built = await release({ application, number, title, behaviour });
  const change = {
    repository: 'acme/gitops',
    number,
    title: `${application}: ${built.tag}`,
    author: 'robin',
  };
  const files = manifests(application, built.tag);
  if (!pushed) {
    const { mergeCommit } = await github.mergePull({ ...change, files });
    return { application, revision: mergeCommit as Sha, previous, number };
  }
  const folder = join(team.folder, `robin-${number}`);
  const robin = await openPerson(github.gitUrl('acme/gitops', 'person'), folder);
  const revision = (await robin.push(files, change.title)) as Sha;
  await github.registerPull({ ...change, mergeCommit: revision });
  return { application, revision, previous, number };
}

/** Resolves when Argo CD has synced the revision. */
export async function synced({ world }: Team, { application, revision }: Deployed): Promise<void> {
  const running = world.cluster.argocd.application(`${application}-production`);
  await until(
    `${application} to be synced to ${revision}`,
    () =>
      running.observed?.sync.revision === revision &&
      running.observed.sync.status === 'Synced' &&
      running.operation === null &&
      running.history.at(-1)?.revision === revision,
    { withinMs: 20_000 },
  );
}
