import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Argocd, openArgocd } from '@backout/argocd';
import { openGit } from '@backout/gitops';
import type { Attributed, Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { app, argoFetch, hist, windows } from '../field/application.ts';
import { attributed } from '../field/chain.ts';
import { t0 } from '../field/moments.ts';
import { clean } from '../field/repository.ts';

/** A repository of several teams, a deployment of one of them that went bad, and what was handed over about it. */
export interface Estate {
  readonly repository: Repository;
  readonly argocd: Argocd;
  readonly incident: Attributed;
  /** Of the deployment that went bad, and the one before it. */
  readonly bad: Sha;
  readonly good: Sha;
  /** The newest of another application. */
  readonly payments: Sha;
  readonly tip: Sha;
  /** The tree of the tip without the bad commit. */
  readonly healed: string;
  /** Where clones are made. */
  readonly scratch: string;
  /** All refs of the repository. */
  refs(): Promise<ReadonlyMap<string, string>>;
  reset(): Promise<void>;
}

const signals = `signals: { errors: { ratio: { bad: 'http_requests_total{code=~"5.."}', total: 'http_requests_total' } } }`;

const policy = `version: 1
mode: act
argocd: https://argocd.example.com
prometheus: https://prometheus.example.com
applications:
  checkout:
    argocd: checkout-production
    environment: production
    paths: [apps/checkout, config/checkout.yaml]
    ${signals}
  payments:
    argocd: payments-production
    environment: production
    paths: [apps/payments]
    ${signals}
  search:
    environment: staging
    paths: [apps/search, shared]
    ${signals}
`;

/** What somebody would rather be decided by. */
const lax = `version: 1
mode: act
prometheus: https://prometheus.example.com
applications:
  checkout:
    argocd: payments-production
    environment: production
    paths: [apps]
    ${signals}
`;

export const policies = { '.backout.yml': policy, 'ops/lax.yml': lax } as const;

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: 'acme/web:${image}' }] } } }
`;

const first: Readonly<Record<string, FileContent>> = {
  ...policies,
  'apps/checkout/deployment.yaml': deployment('1'),
  'apps/checkout/common.yaml': { mode: '120000', content: '../../shared/common.yaml' },
  'apps/payments/deployment.yaml': deployment('1'),
  'apps/search/deployment.yaml': deployment('1'),
  'config/checkout.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { pool: "20" }\n',
  'shared/common.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: common }\ndata: { level: info }\n',
};

export async function openEstate(folder: string): Promise<Estate> {
  const scratch = await mkdtemp(join(folder, 'estate-'));
  const repository = await createRepository(join(scratch, 'r.git'));
  const { commits, tip } = await history(repository);
  const argocd = argocdOf(commits);
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch });
  const { incident } = await attributed(git, { repo: repository, argocd, revision: commits.bad });
  const before = await refsOf(repository);
  const theirs = [...before].filter(([ref]) => !ref.startsWith('refs/heads/main'));
  return {
    ...{ repository, argocd, incident, scratch, tip },
    ...{ bad: commits.bad, good: commits.good, payments: commits.payments },
    healed: await withoutBad(repository, tip),
    refs: () => refsOf(repository),
    reset: async () => {
      await clean(repository, tip);
      for (const [ref, id] of theirs) await repository.git('update-ref', ref, id);
    },
  };
}

interface Commits {
  readonly first: Sha;
  readonly good: Sha;
  readonly payments: Sha;
  readonly bad: Sha;
}

/** Payments brings a branch and a commit of its own between what was live of checkout and what went bad. */
async function history(repository: Repository): Promise<{ commits: Commits; tip: Sha }> {
  const at = (second: number) => t0 / 1000 + second;
  const commit = (second: number, files: Readonly<Record<string, FileContent>>, merges?: Sha) =>
    repository.commit({ files, at: at(second), ...(merges !== undefined && { merges }) });
  const begin = await commit(-900, first);
  const side = await repository.commit({
    ...{ branch: 'side', from: begin, at: at(-800) },
    files: { 'apps/payments/deployment.yaml': deployment('2') },
  });
  await commit(-700, { 'apps/payments/service.yaml': 'kind: Service\n' }, side);
  const good = await commit(-600, { 'apps/checkout/deployment.yaml': deployment('2') });
  const payments = await commit(200, { 'apps/payments/deployment.yaml': deployment('3') });
  const bad = await commit(280, {
    'apps/checkout/deployment.yaml': deployment('3'),
    'config/checkout.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { pool: "2" }\n',
  });
  const tip = await commit(290, { 'apps/search/deployment.yaml': deployment('2') });
  await others(repository, { good, bad, tip });
  return { commits: { first: begin, good, payments, bad }, tip };
}

/** Refs that a revert has no business with: branches that have the bad commit too, and another incident's ledger. */
async function others(
  repository: Repository,
  { good, bad, tip }: Pick<Commits, 'good' | 'bad'> & { tip: Sha },
) {
  await repository.git('update-ref', 'refs/heads/release', bad);
  await repository.git('update-ref', 'refs/heads/staging', tip);
  await repository.git('update-ref', 'refs/heads/old', good);
  await repository.git('update-ref', 'refs/tags/v1', bad);
}

/** Checkout follows the default branch, whatever it is called. */
function argocdOf({ first, good, payments, bad }: Commits): Argocd {
  const source = (path: string) => ({
    ...{ repoURL: 'https://github.com/acme/gitops.git', path, targetRevision: 'HEAD' },
  });
  const synced = (name: string, path: string, revisions: readonly (readonly [number, Sha])[]) => {
    const history = revisions.map(([second, revision], id) =>
      hist(id, second, { revision, source: source(path) }),
    );
    const sync = { status: 'Synced', revision: revisions.at(-1)?.[1] };
    const address = `/api/v1/applications/${name}`;
    const application = app({ name, source: source(path), history, sync });
    return { [address]: application, [`${address}/syncwindows`]: windows };
  };
  const answers = {
    ...synced('checkout-production', 'apps/checkout', [
      [-890, first],
      [-590, good],
      [300, bad],
    ]),
    ...synced('payments-production', 'apps/payments', [
      [-890, first],
      [-590, good],
      [210, payments],
      [300, bad],
    ]),
    ...synced('search', 'apps/search', [
      [-890, first],
      [-590, good],
    ]),
  };
  return openArgocd({
    ...{ url: 'https://argocd.example.com', token: 't', timeoutMs: 2_000 },
    fetch: argoFetch(answers),
  });
}

async function refsOf(repository: Repository): Promise<Map<string, string>> {
  const listed = await repository.git('for-each-ref', '--format=%(refname) %(objectname)');
  return new Map(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string]),
  );
}

/** What a person would make of it by hand. */
async function withoutBad(repository: Repository, tip: Sha): Promise<string> {
  const files = {
    'apps/checkout/deployment.yaml': deployment('2'),
    'config/checkout.yaml': first['config/checkout.yaml'] ?? null,
  };
  const healed = await repository.commit({ branch: 'healed', from: tip, files });
  const tree = (await repository.git('rev-parse', `${healed}^{tree}`)).trim();
  await repository.git('update-ref', '-d', 'refs/heads/healed');
  return tree;
}
