import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository, type Repository } from '../repository.ts';
import { type RolloutOptions, type Rollouts, startRollouts } from '../service/rollout.ts';
import type { ApplicationOptions } from './application.ts';
import { type ArgoCd, type ArgoCdOptions, startArgoCd } from './start.ts';

/** Argo CD over one fresh mono-repo, for the tests of this folder. */
export interface Stand extends AsyncDisposable {
  repository: Repository;
  rollouts: Rollouts;
  argocd: ArgoCd;
  /** Deploys an image tag of an application by a commit; resolves to the commit. */
  deploy(application: string, tag: string): Promise<string>;
  commit(files: Record<string, string | null>): Promise<string>;
  /** The answer of `GET /api/v1/applications/{name}` and the like, with the read-only token. */
  get(path: string): Promise<unknown>;
}

interface StandOptions {
  applications: string[];
  application?: Partial<ApplicationOptions>;
  rollouts?: Partial<RolloutOptions>;
  argocd?: Partial<ArgoCdOptions>;
}

const GOOD = { errorRatio: 0, latencyMs: 0 };

export async function startStand(options: StandOptions): Promise<Stand> {
  await using stack = new AsyncDisposableStack();
  const directory = await mkdtemp(join(tmpdir(), 'backout-stand-'));
  stack.defer(() => rm(directory, { recursive: true }));
  const repository = await createRepository(join(directory, 'gitops.git'));
  const behaviourOf = (image: string) => (image.includes('missing') ? null : GOOD);
  const quick = { startupMs: 40, progressDeadlineMs: 150, probeEveryMs: 10, graceMs: 10 };
  const rollouts = stack.use(startRollouts({ behaviourOf, ...quick, ...options.rollouts }));
  const commit = (files: Record<string, string | null>) => repository.commit({ files });
  await commit(
    Object.fromEntries(options.applications.flatMap((name) => Object.entries(filesOf(name, 'v1')))),
  );
  const applications = options.applications.map((name) => ({
    ...{ name, repository: repository.directory, repoURL: 'http://127.0.0.1:1/acme/gitops' },
    ...{ path: `apps/${name}`, ...options.application },
  }));
  const argocd = stack.use(
    await startArgoCd({ applications, rollouts, pollMs: 10, stepMs: 10, ...options.argocd }),
  );
  const owned = stack.move();
  return {
    ...{ repository, rollouts, argocd, commit },
    deploy: (application, tag) => commit(filesOf(application, tag)),
    async get(path) {
      const headers = { authorization: `Bearer ${argocd.token}` };
      return (await fetch(`${argocd.url}${path}`, { headers })).json();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

export function filesOf(application: string, tag: string): Record<string, string> {
  return {
    [`apps/${application}/config.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${application}-cfg}\n`,
    [`apps/${application}/deployment.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${application}}
spec:
  template:
    metadata: {labels: {app: ${application}}}
    spec:
      containers: [{name: ${application}, image: 'registry.local/${application}:${tag}'}]
`,
  };
}
