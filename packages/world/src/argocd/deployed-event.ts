import type { Application, Initiator } from './application.ts';
import { placeOf } from './place.ts';

/** The `client_payload` of the notification `argocd-deployed`: one per full, successful sync. */
export interface DeployedEvent {
  app: string;
  app_namespace: string;
  project: string;
  id: number;
  revision: string;
  previous: string | null;
  sources: { repo: string; path: string; chart: string | null; revision: string; previous: string | null }[];
  started_at: string;
  finished_at: string;
  initiated_by: Initiator;
}

export function deployedEvent({ name, project, more, history }: Application): DeployedEvent | null {
  const place = placeOf(name);
  const entry = history.at(-1);
  if (!entry) return null;
  const { id, revision, source, deployStartedAt, deployedAt, initiatedBy } = entry;
  const previous = history.at(-2)?.revision ?? null;
  return {
    app: place.name,
    app_namespace: place.namespace,
    project,
    ...{ id, revision, previous },
    sources: [source, ...more].map(({ repoURL, path }) => ({
      ...{ repo: overHttps(repoURL), path, chart: null, revision, previous },
    })),
    started_at: deployStartedAt,
    finished_at: deployedAt,
    initiated_by: initiatedBy,
  };
}

/** `repo.RepoURLToHTTPS` of the notifications controller: another scheme, no credentials. */
function overHttps(repoURL: string): string {
  return repoURL.replace(/^\w+:\/\/(?:[^@/]*@)?/, 'https://').replace(/^[^@/]+@([^:/]+):/, 'https://$1/');
}
