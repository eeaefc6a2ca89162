import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Argocd, type OurSource, openArgocd } from '@backout/argocd';
import { jobTokens, worldTokens } from '@backout/world';
import { type GitHubWorld, startGitHub } from '@backout/world/github';
import { openRepository, type Repository } from '@backout/world/repository';
import { type ApplicationSpec, applicationObject } from './application-spec.ts';
import { type ControlPlane, type ControlPlaneOptions, startControlPlane } from './control-plane.ts';

/** A GitOps repository on the emulated GitHub, and a real Argo CD that reads it. */
export interface Team extends AsyncDisposable {
  readonly folder: string;
  readonly github: GitHubWorld;
  readonly gitops: Repository;
  readonly plane: ControlPlane;
  /** The product's client with the token of the account `backout`. */
  readonly argocd: Argocd;
  readonly ours: OurSource;
  create(application: Omit<ApplicationSpec, 'repoURL'>): Promise<void>;
}

export type TeamOptions = Omit<ControlPlaneOptions, 'folder' | 'github'>;

/** Of the webhook, with the one permission that docs/install.md names. */
export const dispatchToken = 'ghs_dispatch_0000000000000000000000';

export async function startTeam(options: TeamOptions = {}): Promise<Team> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-argocd-'));
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const root = join(folder, 'git');
  const sender = {
    login: 'acme-argocd[bot]',
    repositories: { 'acme/gitops': { contents: 'write' } },
  } as const;
  const github = stack.use(await startGitHub({ root, tokens: { ...worldTokens, [dispatchToken]: sender } }));
  await github.createRepository('acme/gitops');
  const access = { url: github.url, gitToken: jobTokens.decide, dispatchToken };
  const plane = stack.use(await startControlPlane({ ...options, folder, github: access }));
  const owned = stack.move();
  return {
    ...{ folder, github, plane },
    gitops: openRepository(join(root, 'acme/gitops.git')),
    ours: { server: github.url, repository: 'acme/gitops', branch: { name: 'main', isDefault: true } },
    argocd: openArgocd({ url: plane.url, token: plane.token, fetch, timeoutMs: 30_000 }),
    create: (spec) => plane.apply(applicationObject({ ...spec, repoURL: github.gitUrl('acme/gitops') })),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
