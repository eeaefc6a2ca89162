import type { Application, HistoryEntry, Initiator } from './application.ts';
import { placeOf } from './place.ts';

/** The `client_payload` of the notification `argocd-deployed`: one per deployment that ended well. */
export interface DeployedEvent {
  app: string;
  app_namespace: string;
  /** What of the policy is to be watched; `team-a/checkout` where nobody annotated it. */
  applications: string[];
  /** Of the history's entry; null where there is none. */
  id: number | null;
  revision: string;
  previous: string | null;
  sources: { repo: string; path: string; chart: string | null; revision: string; previous: string | null }[];
  started_at: string;
  finished_at: string;
  initiated_by: Initiator;
}

type Went = Pick<HistoryEntry, 'revision' | 'source' | 'deployStartedAt' | 'deployedAt' | 'initiatedBy'>;

/** Of a full sync: the newest entry of the history. */
export function deployedEvent(application: Application): DeployedEvent | null {
  const { history } = application;
  const entry = history.at(-1);
  return entry ? eventOf(application, entry, { id: entry.id, previous: history.at(-2) }) : null;
}

/** Of a sync of some resources, which leaves no entry: nothing differs any more, at another revision than the newest. */
export function unrecordedEvent(application: Application): DeployedEvent | null {
  const { history, observed, operationState: state } = application;
  const newest = history.at(-1);
  if (newest === undefined || state?.phase !== 'Succeeded' || observed?.sync.status !== 'Synced') return null;
  const { operation, syncResult, startedAt, finishedAt } = state;
  if (operation.sync.resources === undefined || !syncResult || finishedAt === undefined) return null;
  const { revision, source } = syncResult;
  if (revision === newest.revision) return null;
  const { initiatedBy } = operation;
  const went = { revision, source, deployStartedAt: startedAt, deployedAt: finishedAt, initiatedBy };
  return eventOf(application, went, { id: null, previous: newest });
}

function eventOf(
  { name, more }: Application,
  { revision, source, deployStartedAt, deployedAt, initiatedBy }: Went,
  { id, previous: before }: { id: number | null; previous: HistoryEntry | undefined },
): DeployedEvent {
  const place = placeOf(name);
  const previous = before?.revision ?? null;
  return {
    app: place.name,
    app_namespace: place.namespace,
    applications: [`${place.namespace}/${place.name}`],
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
