import type { Sha } from '@backout/incident';
import { type Built, builder, createRepositories, manifests, type World } from '@backout/world';
import { type Fleet, type FleetOptions, good, startFleet } from './fleet.ts';
import type { Service } from './service.ts';

/** The demo world's two services with the pull requests of their code. */
export interface Production extends AsyncDisposable, Pick<World, 'release'> {
  readonly fleet: Fleet;
  /** Pushes a commit with a new image tag. @param change of each manifest */
  deploy(built: Built, change?: (manifest: string) => string): Promise<Sha>;
}

const names = ['checkout', 'payments'] as const;

export async function startProduction(
  options: Pick<FleetOptions, 'policy' | 'metrics' | 'resyncSeconds'> = {},
): Promise<Production> {
  let release: World['release'] | null = null;
  const fleet = await startFleet({
    ...options,
    services: names.map(serviceOf),
    begin: async ({ github }, behaviours) => {
      await createRepositories(github);
      release = builder(github, behaviours);
      return firstReleases(release);
    },
  });
  if (release === null) throw new Error('the fleet has begun without a release');
  return {
    ...{ fleet, release },
    deploy: async ({ application, tag }, change = (manifest) => manifest) => {
      const written = Object.entries(manifests(application, tag));
      const files = Object.fromEntries(written.map(([path, text]) => [path, change(text)]));
      const [commit] = await fleet.deploy({ message: `${application}: ${tag}`, files });
      return commit as Sha;
    },
    [Symbol.asyncDispose]: () => fleet[Symbol.asyncDispose](),
  };
}

function serviceOf(name: string): Service {
  const [argocd, path] = [`${name}-production`, `apps/${name}/production`];
  return {
    ...{ name, argocd, paths: [path], source: `acme/${name}` },
    files: (tag) => manifests(name, tag),
    create: (team) => team.create({ name: argocd, path }),
  };
}

async function firstReleases(release: World['release']): Promise<Map<string, string>> {
  const built = await Promise.all(
    names.map((application, index) =>
      release({ application, number: index + 1, title: 'First version', behaviour: good }),
    ),
  );
  return new Map(built.map(({ application, tag }) => [application, tag]));
}
