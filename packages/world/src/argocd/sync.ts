import type { Rollouts } from '../service/rollout.ts';
import {
  type Application,
  type HistoryEntry,
  NAMESPACE,
  type Operation,
  type OperationState,
  type Selected,
  type SyncedResource,
  seconds,
} from './application.ts';
import { deploymentOf, keyOf, type Manifest } from './manifests.ts';

const defaultHistoryLimit = 10;

export function automatedOperation({ source }: Application, revision: string): Operation {
  return { sync: { revision, prune: true, source }, initiatedBy: { automated: true }, retry: { limit: 5 } };
}

interface Manual {
  revision: string;
  username: string;
  prune: boolean;
  /** Empty for all. */
  resources: Selected[];
}

export function manualOperation(
  { source }: Application,
  { revision, username, prune, resources }: Manual,
): Operation {
  const selected = resources.length > 0 && { resources };
  return {
    sync: { revision, ...(prune && { prune }), ...selected, source },
    initiatedBy: { username },
    retry: {},
  };
}

/** What differs is put back; what does not is left alone (recording 02). */
export function healingOperation(
  { source, operationState }: Application,
  revision: string,
  resources: Selected[],
): Operation {
  const before = operationState?.operation.sync.autoHealAttemptsCount ?? 0;
  return {
    sync: { revision, prune: true, resources, source, autoHealAttemptsCount: before + 1 },
    initiatedBy: { automated: true },
    retry: { limit: 5 },
  };
}

export function isSelected({ sync: { resources } }: Operation, manifest: Manifest): boolean {
  if (resources === undefined) return true;
  const { group, kind, name } = manifest;
  return resources.some((one) => (one.group ?? '') === group && one.kind === kind && one.name === name);
}

/** Makes the cluster run what the operation's revision asks for. */
export function applyAll(
  application: Application,
  manifests: readonly Manifest[],
  rollouts: Rollouts,
  createdAt: number | null,
): SyncedResource[] {
  const { name, live, operation } = application;
  const wanted = new Set(application.target?.manifests.map(keyOf));
  const pruned = operation?.sync.prune
    ? [...live.values()].filter((one) => !wanted.has(keyOf(one)) && isSelected(operation, one))
    : [];
  for (const manifest of pruned) {
    live.delete(keyOf(manifest));
    if (manifest.kind === 'Deployment') rollouts.remove(name, manifest.name);
  }
  const applied = manifests.map((manifest) => apply(application, manifest, rollouts, createdAt));
  return [...applied, ...pruned.map((manifest) => synced(manifest, 'Pruned', 'pruned'))];
}

function apply(
  { name, live }: Application,
  manifest: Manifest,
  rollouts: Rollouts,
  createdAt: number | null,
) {
  const before = live.get(keyOf(manifest));
  const did = before === undefined ? 'created' : before.text === manifest.text ? 'unchanged' : 'configured';
  live.set(keyOf(manifest), manifest);
  const deployment = deploymentOf(name, manifest);
  if (deployment && did !== 'unchanged')
    rollouts.apply({ ...deployment, ...(createdAt !== null && { createdAt }) });
  const { group, kind } = manifest;
  const spelled = `${kind.toLowerCase()}${group && `.${group}`}/${manifest.name}`;
  return synced(manifest, 'Synced', `${spelled} ${did}`, deployment?.image);
}

function synced(
  { group, version, kind, name }: Manifest,
  status: SyncedResource['status'],
  message: string,
  image?: string,
): SyncedResource {
  const where = { group, version, kind, namespace: NAMESPACE, name };
  const hookPhase = status === 'SyncFailed' ? 'Failed' : 'Running';
  return { ...where, status, message, hookPhase, syncPhase: 'Sync', ...(image && { images: [image] }) };
}

/** Recording 20: the API server refused the manifests, the operation stays and is tried again later. */
export function retrying(
  operation: Operation,
  manifests: readonly Manifest[],
  reason: string,
  now: number,
): OperationState {
  const { revision, source } = operation.sync;
  const attempt = `Retrying attempt #1 at ${seconds(now).slice(11, 16)}`;
  return {
    operation,
    phase: 'Running',
    message: `one or more objects failed to apply, reason: ${reason}. ${attempt}.`,
    syncResult: {
      resources: manifests.map((manifest) => synced(manifest, 'SyncFailed', reason)),
      revision,
      source,
    },
    startedAt: seconds(now),
    finishedAt: seconds(now),
    retryCount: 1,
  };
}

/** Only a full, successful sync makes an entry. */
export function remember(
  application: Application,
  operation: Operation,
  startedAt: string,
  deployedAt: string,
): void {
  const { revision, source } = operation.sync;
  const { history, historyLimit } = application;
  // Counted on from the newest that is kept: where none is, from the beginning.
  const id = (history.at(-1)?.id ?? -1) + 1;
  const entry: HistoryEntry = {
    ...{ revision, deployedAt, id, source },
    ...{ deployStartedAt: startedAt, initiatedBy: operation.initiatedBy },
  };
  const kept = historyLimit ?? defaultHistoryLimit;
  application.history = [...history, entry].slice(Math.max(0, history.length + 1 - kept));
}
