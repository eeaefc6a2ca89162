import type { Health } from '../service/rollout/deployment.ts';
import type { Manifest } from './manifests.ts';
import type { SyncWindow } from './sync-windows.ts';

export interface ApplicationOptions {
  /** `checkout`; of another namespace than Argo CD's own `team-a/checkout` */
  name: string;
  project?: string;
  /** The bare repository on disk. */
  repository: string;
  /** The same repository as the Application spells it. */
  repoURL: string;
  /** A folder of plain manifests; `.` is the root. */
  path: string;
  /** Further folders of the repository make it an application of several sources. */
  morePaths?: readonly string[];
  targetRevision?: string;
  /** Automated sync with prune and self-heal, as recorded; false: nothing is synced but by hand. */
  automated?: boolean;
  /** How many syncs are remembered: ten, where it is not said. */
  historyLimit?: number;
  /** Backdates the first sync (unix ms), where a generated history says that it has run for long. */
  bornAt?: number;
}

export interface Source {
  repoURL: string;
  path: string;
  targetRevision: string;
}

export type Initiator = { automated: true } | { username: string };

export interface Selected {
  group?: string;
  kind: string;
  name: string;
}

export interface Operation {
  sync: {
    revision: string;
    prune?: true;
    /** These alone; absent: all. */
    resources?: Selected[];
    source: Source;
    autoHealAttemptsCount?: number;
  };
  initiatedBy: Initiator;
  retry: { limit?: number };
}

export interface SyncedResource {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status: 'Synced' | 'Pruned' | 'SyncFailed';
  message: string;
  hookPhase: 'Running' | 'Succeeded' | 'Failed';
  syncPhase: 'Sync';
  images?: string[];
}

export interface OperationState {
  operation: Operation;
  phase: 'Running' | 'Succeeded' | 'Failed';
  message?: string;
  syncResult?: { resources: SyncedResource[]; revision: string; source: Source };
  startedAt: string;
  finishedAt?: string;
  retryCount?: number;
}

export interface HistoryEntry {
  revision: string;
  deployedAt: string;
  id: number;
  source: Source;
  deployStartedAt: string;
  initiatedBy: Initiator;
}

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';

export interface Resource {
  group?: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status: SyncStatus;
  health: Health;
  requiresPruning?: true;
}

/** What the last comparison saw; it may lag behind what is true. */
export interface Observed {
  resources: Resource[];
  sync: { status: SyncStatus; revision: string };
  health: { status: Health['status']; lastTransitionTime: string };
  conditions: { type: 'ComparisonError' | 'SyncError'; message: string; lastTransitionTime: string }[];
  images: string[];
  reconciledAt: string;
}

export interface Application {
  name: string;
  project: string;
  repository: string;
  source: Source;
  /** Its further sources. */
  more: Source[];
  automated: boolean;
  historyLimit: number | null;
  bornAt: number | null;
  uid: string;
  createdAt: string;
  /** It stays in sight as long as a finalizer keeps it. */
  deletedAt: string | null;
  /** Moves with every change; it is the generation too. */
  version: number;
  windows: SyncWindow[];
  /** What the newest readable commit asks for. */
  target: { revision: string; tree: string; manifests: Manifest[] } | null;
  live: Map<string, Manifest>;
  observed: Observed | null;
  /** Requested or under way. */
  operation: Operation | null;
  operationState: OperationState | null;
  /** The newest of them. */
  history: HistoryEntry[];
}

export const NAMESPACE = 'default';

/** Argo CD's times have a resolution of seconds. */
export function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
