import type { Instant } from '@backout/incident';
import { z } from 'zod';
import { Result, type Touched } from '../resources/resource.ts';
import { readTime } from '../time.ts';
import type { IsOurs } from './source.ts';
import { type Brought, type Initiator, readBrought, readInitiator } from './sync.ts';

/** The newest operation: the one under way, or the last one that ended. */
export interface Operation extends Brought {
  readonly phase: Phase;
  readonly startedAt: Instant | null;
  /** set as well while a failed one waits for its next try */
  readonly finishedAt: Instant | null;
  readonly initiatedBy: Initiator;
  /** it names resources, and touches no others */
  readonly partial: boolean;
  /** Argo CD put back what somebody had changed in the cluster */
  readonly selfHeal: boolean;
  /** it changes nothing */
  readonly dryRun: boolean;
  /** what it has synced so far, apart from hooks */
  readonly resources: readonly Touched[];
  /** so often it was tried again */
  readonly retries: number;
}

const Phase = z.enum(['Running', 'Failed', 'Error', 'Succeeded', 'Terminating']);
type Phase = z.infer<typeof Phase>;

/** `status.operationState` */
export const OperationState = z.object({
  phase: Phase,
  startedAt: z.unknown().optional(),
  finishedAt: z.unknown().optional(),
  retryCount: z.int().nullish(),
  syncResult: z.looseObject({ resources: z.array(Result).nullish() }).nullish(),
  operation: z
    .object({
      sync: z
        .looseObject({
          resources: z.array(z.unknown()).nullish(),
          manifests: z.array(z.unknown()).nullish(),
          dryRun: z.boolean().nullish(),
          autoHealAttemptsCount: z.number().nullish(),
        })
        .nullish(),
      initiatedBy: z.unknown().optional(),
    })
    .nullish(),
});
type OperationState = z.infer<typeof OperationState>;

/** @param spec the Application's own sources: what an operation syncs that names none */
export function readOperation(state: OperationState, spec: object, ours: IsOurs): Operation {
  const { phase, operation } = state;
  const { resources, dryRun, autoHealAttemptsCount } = operation?.sync ?? {};
  return {
    phase,
    startedAt: readTime(state.startedAt),
    finishedAt: readTime(state.finishedAt),
    initiatedBy: readInitiator(operation?.initiatedBy),
    ...readSynced(state, spec, ours),
    partial: Boolean(resources?.length),
    selfHeal: Boolean(autoHealAttemptsCount),
    dryRun: dryRun === true,
    resources: (state.syncResult?.resources ?? []).filter((one) => one !== null),
    retries: state.retryCount ?? 0,
  };
}

/** What it has synced, or else what it was asked to. */
function readSynced({ syncResult, operation }: OperationState, spec: object, ours: IsOurs): Brought {
  const requested = operation?.sync ?? {};
  const named = 'source' in requested || 'sources' in requested ? requested : { ...spec, ...requested };
  const [done, asked] = [readBrought(syncResult, ours), readBrought(named, ours)];
  const brought = done.from === 'sources' ? done : asked;
  if (requested.manifests?.length) return { ...brought, from: 'local', revision: null };
  // The newest revision is synced by not naming one: which it was is not told then.
  return brought.from === 'local' ? { ...brought, from: 'unknown' } : brought;
}
