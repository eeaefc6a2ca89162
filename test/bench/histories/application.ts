import { at } from '../../field/moments.ts';
import type { Choice } from './choice.ts';
import { type Operation, operationSeconds, syncSecond } from './operations.ts';
import { type Rendered, sourcesAt } from './sources.ts';

/** An application of Argo CD, with the id of each commit that it names. */
export interface Described {
  readonly choice: Choice;
  /** Oldest first. */
  readonly operations: readonly Operation[];
  /** The tip of the branch, by its name. */
  readonly tip: string;
  readonly idOf: (commit: string) => string;
}

export const applicationName = 'checkout-production';

/** What Argo CD answers for it at a moment: `GET /api/v1/applications/{name}`, as far as anybody reads it. */
export function applicationJson(described: Described, second: number): object {
  const { choice, tip } = described;
  const done = operationsUntil(described, second);
  const newest = done.at(-1);
  const isInSync = newest === undefined || (newest.inSync && choice.next !== 'newer-unsynced');
  return {
    metadata: {
      name: applicationName,
      namespace: choice.namespace,
      creationTimestamp: at(choice.memory === 'first-deployment' ? syncSecond - 5 : -86_400 * 90),
    },
    spec: specAt(described, second),
    status: {
      sync: { status: isInSync ? 'Synced' : 'OutOfSync', ...compared(described, newest, tip) },
      health: { status: 'Healthy' },
      history: historyOf(described, done),
      reconciledAt: at(second),
      ...(newest && { operationState: operationStateOf(described, newest) }),
      resources: [],
      summary: {},
    },
    ...(newest?.kind === 'retrying' && { operation: requested(described, newest) }),
  };
}

/** The spec is that of the newest sync: whoever changes parameters has them synced at once. */
function specAt(described: Described, second: number): object {
  const { choice } = described;
  const rendered = renderedAt(described, second);
  const limits = { 'limit-1': 1, 'limit-0': 0 } as const;
  const { memory } = choice;
  return {
    ...spelled(rendered.map(({ source }) => source)),
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    ...(memory in limits && { revisionHistoryLimit: limits[memory as keyof typeof limits] }),
    // Argo CD refuses manifests of somebody's disk while it syncs by itself.
    syncPolicy: choice.cause === 'local-sync' ? {} : { automated: { prune: true, selfHeal: true } },
  };
}

/** What it is rendered from at a moment. */
export function renderedAt(described: Described, second: number): Rendered[] {
  const newest = operationsUntil(described, second).at(-1);
  const first = { ours: 'first', other: 'before', parameters: 'before', reordered: false } as const;
  return sourcesAt(described.choice, newest ?? first);
}

function operationsUntil({ operations }: Described, second: number): Operation[] {
  return operations.filter((operation) => operation.second + operationSeconds <= second);
}

function spelled<Source>(sources: readonly Source[]): object {
  return sources.length === 1 ? { source: sources[0] } : { sources };
}

function compared(described: Described, newest: Operation | undefined, tip: string): object {
  const moment = newest ?? { other: 'before', parameters: 'before', reordered: false };
  return revisionsOf(described, sourcesAt(described.choice, { ...moment, ours: tip }));
}

/** `revision` for one source, `revisions` for several; manifests of somebody's disk have none. */
function revisionsOf({ idOf }: Described, rendered: readonly Rendered[]): object {
  const revisions = rendered.map(({ revision }) => {
    if (revision === null) return '';
    return 'commit' in revision ? idOf(revision.commit) : revision.literal;
  });
  const [revision = ''] = revisions;
  if (rendered.length > 1) return { revisions };
  return revision === '' ? {} : { revision };
}

/** Ids go on where old entries are forgotten, and begin again at 0 where none were kept for a while. */
function historyOf(described: Described, done: readonly Operation[]): object[] {
  const { memory } = described.choice;
  const listed = done.filter(({ kind }) => kind === 'full' || kind === 'local');
  const kept = memory === 'raised-from-0' ? listed.filter(({ second }) => second >= syncSecond) : listed;
  const firstId = memory === 'raised-from-0' || memory === 'first-deployment' ? 0 : 3;
  const entries = kept.map((operation, index) => entryOf(described, operation, firstId + index));
  switch (memory) {
    case 'limit-0':
      return [];
    case 'limit-1':
      return entries.slice(-1);
    case 'ten':
    case 'raised-from-0':
    case 'first-deployment':
      return entries.slice(-10);
  }
}

function entryOf(described: Described, operation: Operation, id: number): object {
  const rendered = sourcesAt(described.choice, operation);
  const sources = rendered.map(({ source }) => source);
  return {
    id,
    deployStartedAt: at(operation.second),
    deployedAt: at(operation.second + operationSeconds),
    initiatedBy: initiator(operation),
    ...(rendered.length > 1 ? { source: { repoURL: '' }, sources } : { source: sources[0] }),
    ...revisionsOf(described, rendered),
  };
}

function initiator({ automated }: Operation): object {
  return automated ? { automated: true } : { username: 'admin' };
}

function requested(described: Described, operation: Operation): object {
  const rendered = sourcesAt(described.choice, operation);
  const partial = operation.kind === 'selective' || operation.kind === 'self-heal';
  return {
    sync: {
      ...revisionsOf(described, rendered),
      ...spelled(rendered.map(({ source }) => source)),
      ...(partial && { resources: [changedResource(described)] }),
      ...(operation.kind === 'self-heal' && { autoHealAttemptsCount: 1 }),
    },
    initiatedBy: initiator(operation),
    retry: { limit: operation.kind === 'failed' ? 0 : 5 },
  };
}

/** The object that a guilty commit changes, if it is in the folder. */
function changedResource({ choice: { layout } }: Described): object {
  return layout === 'chart' || layout === 'values'
    ? { group: 'apps', kind: 'Deployment', name: 'checkout' }
    : { kind: 'ConfigMap', name: 'checkout' };
}

function operationStateOf(described: Described, operation: Operation): object {
  const rendered = sourcesAt(described.choice, operation);
  const sources = rendered.map(({ source }) => source);
  const failed = operation.kind === 'failed' || operation.kind === 'retrying';
  return {
    phase: operation.kind === 'retrying' ? 'Running' : failed ? 'Failed' : 'Succeeded',
    operation: requested(described, operation),
    startedAt: at(operation.second),
    finishedAt: at(operation.second + operationSeconds),
    ...(operation.kind === 'retrying' && { retryCount: 2 }),
    syncResult: {
      resources: [
        {
          ...{ ...changedResource(described), version: 'v1', namespace: 'shop' },
          status: failed ? 'SyncFailed' : 'Synced',
        },
      ],
      ...(rendered.length > 1 ? { revision: '', source: { repoURL: '' }, sources } : { source: sources[0] }),
      ...revisionsOf(described, rendered),
    },
  };
}
