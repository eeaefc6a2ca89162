import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { t0 } from './moments.ts';

/** Holds all repositories and clones of a script. */
export const scratch = await mkdtemp(join(tmpdir(), 'field-'));

export async function newRepo(): Promise<Repository> {
  // A file that ran before in this process has cleared it away.
  await mkdir(scratch, { recursive: true });
  return createRepository(join(await mkdtemp(join(scratch, 'repo-')), 'r.git'));
}

type Commit = Parameters<Repository['commit']>[0];

/** Commits files to main, so many seconds after `t0`. */
export function cm(
  repository: Repository,
  files: Readonly<Record<string, FileContent>>,
  second = -60,
  more: Partial<Commit> = {},
): Promise<Sha> {
  return repository.commit({ files, at: t0 / 1000 + second, ...more });
}

/** As if nothing had been reverted: main at the tip again, and no ledger. */
export async function clean(repository: Repository, tip: string): Promise<void> {
  await repository.git('update-ref', 'refs/heads/main', tip);
  const listed = await repository.git('for-each-ref', '--format=%(refname)', 'refs/backout');
  for (const ref of listed.split('\n').filter(Boolean)) await repository.git('update-ref', '-d', ref);
}

/** @param extra further lines of the policy's top level */
export function policyText(
  extra = '',
  app = 'argocd: checkout-production',
  paths = '[apps/checkout]',
): string {
  return `version: 1
mode: act
argocd: https://argocd.example.com
prometheus: https://prometheus.example.com
applications:
  checkout:
    ${app}
    paths: ${paths}
    signals:
      errors: { ratio: { bad: 'http_requests_total{code=~"5.."}', total: 'http_requests_total' } }
${extra}`;
}
