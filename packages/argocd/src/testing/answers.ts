import type { Sha } from '@backout/incident';
import { type Application, parseApplication } from '../application.ts';
import type { OurSource } from '../history/source.ts';

/** What a commit, a repository and an Application look like in the tests of this package. */
export const main = { name: 'main', isDefault: true };
export const ours: OurSource = { repository: 'acme/gitops', branch: main };
export const gitops = {
  repoURL: 'https://github.com/acme/gitops.git',
  path: 'apps/checkout',
  targetRevision: 'main',
};
export const charts = {
  repoURL: 'https://github.com/acme/charts.git',
  path: 'charts/checkout',
  targetRevision: 'main',
};

export function sha(digit: string): Sha {
  return digit.repeat(40) as Sha;
}

/** So many seconds after 14:00, as Argo CD writes times. */
export function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 20, 14) + second * 1000).toISOString().replace('.000Z', 'Z');
}

/** An entry of a history, synced at a second. */
export function entry(id: number, second: number, synced: object): object {
  return {
    ...{ id, deployStartedAt: at(second), deployedAt: at(second + 2) },
    ...{ initiatedBy: { automated: true }, source: gitops, ...synced },
  };
}

interface Written {
  readonly spec?: object;
  readonly status?: object;
  readonly metadata?: object;
  readonly operation?: object;
}

/** As Argo CD answers: synced and healthy, unless it is said otherwise. */
export function written({ spec, status, metadata, operation }: Written = {}): object {
  return {
    metadata: { name: 'checkout', namespace: 'argocd', creationTimestamp: at(0), ...metadata },
    spec: { source: gitops, syncPolicy: { automated: {} }, ...spec },
    ...(operation && { operation }),
    status: { sync: { status: 'Synced', revision: sha('b') }, health: { status: 'Healthy' }, ...status },
  };
}

export function application(parts: Written = {}, meant: OurSource = ours): Application {
  return parseApplication(written(parts), meant);
}
