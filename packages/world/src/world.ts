import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import type { DeployedEvent } from './argocd/deployed-event.ts';
import { type Cluster, type ClusterOptions, startCluster } from './cluster.ts';
import type { GitHubWorld } from './github/handle.ts';
import { startGitHub } from './github/start-github.ts';
import { manifests, tagOf } from './manifests.ts';
import { openRepository, type Repository } from './repository.ts';
import type { RunSettings } from './runner/run-action.ts';
import type { Behaviour } from './service/service.ts';
import { jobTokens, worldTokens } from './tokens.ts';

const applications = ['checkout', 'payments'] as const;
type ApplicationName = (typeof applications)[number];

export interface WorldOptions {
  /** Everything the world writes: repositories, the runs' files. */
  readonly folder: string;
  /** The policy beside its addresses and applications. */
  readonly policy?: string;
  readonly cluster?: Partial<Omit<ClusterOptions, 'applications' | 'behaviourOf'>>;
}

interface Release {
  readonly application: ApplicationName;
  readonly number: number;
  readonly title: string;
  readonly author?: string;
  readonly behaviour: Behaviour;
}

/** A merged pull request of an application's code and the image that was built from it. */
export interface Built {
  readonly application: ApplicationName;
  readonly number: number;
  readonly mergeCommit: Sha;
  readonly tag: string;
}

/** One team: two services, their code, a GitOps repository, GitHub, Argo CD and metrics. */
export interface World extends AsyncDisposable {
  readonly github: GitHubWorld;
  readonly cluster: Cluster;
  readonly gitops: Repository;
  /** Merges a pull request and builds its image. */
  release(release: Release): Promise<Built>;
  /** Commits new image tags to the GitOps repository, a commit each, which land in one push. @returns the newest last */
  deploy(...built: readonly Built[]): Promise<Sha[]>;
  /** The dispatches that Argo CD's notifications make, from now on. */
  onDeployed(listener: (event: DeployedEvent) => void): void;
  /** The settings of a workflow run, with the token of one of its jobs. */
  run(job: keyof typeof jobTokens, event?: RunSettings['event']): RunSettings;
  readonly access: {
    readonly argocdToken: string;
    readonly prometheusToken: string;
    readonly sourceToken: string;
  };
}

const good: Behaviour = { errorRatio: 0.001, latencyMs: 2 };

export async function startWorld(options: WorldOptions): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const root = join(options.folder, 'git');
  const github = stack.use(await startGitHub({ root, tokens: worldTokens }));
  await createRepositories(github);
  const gitops = openRepository(join(root, 'acme/gitops.git'));
  const behaviours = new Map<string, Behaviour>();
  const build = builder(github, behaviours);
  const first = await Promise.all(
    applications.map((application, index) =>
      build({ application, number: index + 1, title: 'First version', behaviour: good }),
    ),
  );
  await gitops.commit({ message: 'The first versions', files: Object.assign({}, ...first.map(manifestsOf)) });
  const cluster = stack.use(
    await startCluster({
      ...clusterOptions(github, gitops),
      behaviourOf: (image) => behaviours.get(tagOf(image)) ?? null,
      ...options.cluster,
    }),
  );
  await gitops.commit({
    message: 'Add backout',
    files: { '.backout.yml': policyOf(cluster, options.policy ?? '') },
  });
  const owned = stack.move();
  return {
    github,
    cluster,
    gitops,
    release: build,
    deploy: (...built) => deploy(gitops, built),
    onDeployed: (listener) => cluster.argocd.onDeployed(listener),
    run: runs(github, join(options.folder, 'runs')),
    access: {
      argocdToken: cluster.argocd.token,
      prometheusToken: cluster.metrics.token ?? '',
      sourceToken: jobTokens.source,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export async function createRepositories(github: GitHubWorld): Promise<void> {
  await github.createRepository('acme/gitops');
  for (const name of applications) {
    const repository = `acme/${name}`;
    await github.createRepository(repository);
    await github.commit({ repository, message: 'Begin', files: { 'README.md': `# ${name}\n` } });
  }
}

export function runs(github: GitHubWorld, folder: string): World['run'] {
  let count = 0;
  return (job, event = { name: 'repository_dispatch', payload: {} }) => ({
    repository: 'acme/gitops',
    serverUrl: github.url,
    apiUrl: github.url,
    graphqlUrl: `${github.url}/graphql`,
    token: jobTokens[job],
    runId: String(++count),
    event,
    folder,
  });
}

function clusterOptions(
  github: GitHubWorld,
  gitops: Repository,
): Pick<ClusterOptions, 'applications' | 'metricsToken'> {
  const repoURL = github.gitUrl('acme/gitops');
  return {
    metricsToken: 'prometheus-read-token',
    applications: applications.map((name) => ({
      name: `${name}-production`,
      repository: gitops.directory,
      repoURL,
      path: `apps/${name}/production`,
    })),
  };
}

export function builder(github: GitHubWorld, behaviours: Map<string, Behaviour>) {
  return async ({ application, number, title, author = 'dana', behaviour }: Release): Promise<Built> => {
    const files = {
      'src/orders/create.ts': `// ${title}\n`,
      'service.json': `${JSON.stringify(behaviour)}\n`,
    };
    const pull = await github.mergePull({ repository: `acme/${application}`, number, title, author, files });
    const mergeCommit = pull.mergeCommit as Sha;
    const tag = `sha-${mergeCommit.slice(0, 12)}`;
    behaviours.set(tag, behaviour);
    return { application, number, mergeCommit, tag };
  };
}

/** All in one push: Argo CD sees them as one revision. */
async function deploy(gitops: Repository, built: readonly Built[]): Promise<Sha[]> {
  const changes = built.map((one) => ({
    message: `${one.application}: ${one.tag}`,
    files: manifestsOf(one),
  }));
  return (await gitops.push(changes)).commits;
}

function manifestsOf({ application, tag }: Built): Record<string, string> {
  return manifests(application, tag);
}

function policyOf(cluster: Cluster, rest: string): string {
  const application = (name: string) => `  ${name}:
    argocd: ${name}-production
    paths: [apps/${name}/production]
    source: acme/${name}
    signals:
      errors:
        ratio:
          bad: http_requests_total{app="${name}-production", code=~"5.."}
          total: http_requests_total{app="${name}-production"}
          # the demo's watch is short: a percentage point can be excluded in seconds, 0.2 takes minutes
          at_least: { points: 1 }
      ready: argocd
`;
  return `version: 1
mode: act
prometheus: ${cluster.metrics.url}
argocd: ${cluster.argocd.url}
applications:
${applications.map(application).join('')}${rest}`;
}
