import { type Instant, Sha } from '@backout/incident';
import { z } from 'zod';
import { Time } from './time.ts';

const Source = z.object({
  repoURL: z.string(),
  path: z.string().optional(),
  targetRevision: z.string().optional(),
});

const Revisions = { revision: z.string().optional(), revisions: z.array(z.string()).optional() };

const HistoryEntry = z.object({
  id: z.int(),
  ...Revisions,
  deployedAt: Time,
  deployStartedAt: Time.optional(),
});

const OperationState = z.object({
  phase: z.enum(['Running', 'Failed', 'Error', 'Succeeded', 'Terminating']),
  startedAt: Time,
  finishedAt: Time.optional(),
  retryCount: z.int().optional(),
  syncResult: z.object(Revisions).optional(),
  operation: z.object({ sync: z.object(Revisions).optional() }).optional(),
});

/** Only the fields that are read; everything else of an Application may change with Argo CD's version. */
const Wire = z.object({
  metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
  spec: z.object({
    source: Source.optional(),
    sources: z.array(Source).optional(),
    syncPolicy: z.object({ automated: z.object({ enabled: z.boolean().optional() }).optional() }).optional(),
  }),
  operation: z.object({}).optional(),
  status: z
    .object({
      sync: z.object({ status: z.enum(['Synced', 'OutOfSync', 'Unknown']), ...Revisions }).optional(),
      health: z
        .object({ status: z.enum(['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown']) })
        .optional(),
      history: z.array(HistoryEntry).optional(),
      operationState: OperationState.optional(),
      conditions: z.array(z.object({ type: z.string() })).optional(),
    })
    .default({}),
});

export type Health = 'Healthy' | 'Progressing' | 'Degraded' | 'Suspended' | 'Missing' | 'Unknown';

/** One full, successful sync. */
export interface Sync {
  readonly id: number;
  readonly revision: Sha;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
}

export interface Application {
  readonly name: string;
  readonly sync: 'Synced' | 'OutOfSync' | 'Unknown';
  /** What the branch's tip was when it was last compared; null where nothing could be compared. */
  readonly revision: Sha | null;
  readonly health: Health;
  /** Oldest first; ten at most, partial syncs are not among them. */
  readonly history: readonly Sync[];
  /** An operation is requested, running, or waiting for its next retry. */
  readonly operating: boolean;
  readonly retries: number;
  readonly failed: boolean;
  /** What the newest operation syncs or has tried to sync. */
  readonly attempted: Sha | null;
  readonly comparisonError: boolean;
  readonly automated: boolean;
  readonly targetRevision: string;
  readonly deleting: boolean;
}

/** @param repository `owner/name`: which source of a multi-source application is meant */
export function parseApplication(json: unknown, repository: string): Application | null {
  const parsed = Wire.safeParse(json);
  if (!parsed.success) return null;
  const { metadata, spec, status, operation } = parsed.data;
  const sources = spec.sources ?? (spec.source === undefined ? [] : [spec.source]);
  const index = Math.max(
    0,
    sources.findIndex(({ repoURL }) => isRepository(repoURL, repository)),
  );
  const state = status.operationState;
  return {
    name: metadata.name,
    sync: status.sync?.status ?? 'Unknown',
    revision: revisionAt(status.sync, index),
    health: status.health?.status ?? 'Unknown',
    history: (status.history ?? []).flatMap((entry) => asSync(entry, index)),
    operating: operation !== undefined || state?.phase === 'Running' || state?.phase === 'Terminating',
    retries: state?.retryCount ?? 0,
    failed: state?.phase === 'Failed' || state?.phase === 'Error',
    attempted: revisionAt(state?.syncResult, index) ?? revisionAt(state?.operation?.sync, index),
    comparisonError: (status.conditions ?? []).some(({ type }) =>
      /^(?:ComparisonError|InvalidSpecError)$/.test(type),
    ),
    automated: spec.syncPolicy?.automated !== undefined && spec.syncPolicy.automated.enabled !== false,
    targetRevision: sources[index]?.targetRevision ?? 'HEAD',
    deleting: metadata.deletionTimestamp !== undefined,
  };
}

/** The same repository, however its address is written: https, ssh, with or without `.git`. */
function isRepository(url: string, repository: string): boolean {
  const address = url.replace(/(?:\.git)?\/?$/, '').toLowerCase();
  return [`/${repository}`, `:${repository}`].some((end) => address.endsWith(end.toLowerCase()));
}

/** After a comparison error the revision is literally the branch's name. */
function revisionAt(
  holder: { revision?: string | undefined; revisions?: string[] | undefined } | undefined,
  index: number,
): Sha | null {
  const parsed = Sha.safeParse(holder?.revisions?.[index] ?? holder?.revision);
  return parsed.success ? parsed.data : null;
}

function asSync(entry: z.infer<typeof HistoryEntry>, index: number): Sync[] {
  const revision = revisionAt(entry, index);
  if (revision === null) return [];
  return [
    {
      id: entry.id,
      revision,
      startedAt: entry.deployStartedAt ?? entry.deployedAt,
      finishedAt: entry.deployedAt,
    },
  ];
}
