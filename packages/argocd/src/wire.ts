import { z } from 'zod';
import { Health } from './health.ts';
import { OperationState } from './history/operation.ts';
import { HydratorSpec, HydratorStatus } from './hydrator.ts';
import { Resource } from './resources/resource.ts';

/** In the singular, or in a list; each is read where it is needed. */
const Sources = { source: z.unknown().optional(), sources: z.array(z.unknown()).nullish() };

/** Only the fields that are read; everything else of an Application may change with Argo CD's version. */
export const Wire = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().default(''),
    creationTimestamp: z.unknown().optional(),
    deletionTimestamp: z.string().nullish(),
    annotations: z.record(z.string(), z.unknown()).nullish(),
  }),
  spec: z.object({
    ...Sources,
    sourceHydrator: HydratorSpec.nullish(),
    destination: z.object({ namespace: z.string().nullish() }).nullish(),
    syncPolicy: z
      .object({
        automated: z.object({ enabled: z.boolean().nullish(), prune: z.boolean().nullish() }).nullish(),
      })
      .nullish(),
    revisionHistoryLimit: z.int().nullish(),
  }),
  operation: z.object({}).nullish(),
  status: z
    .object({
      sync: z
        .object({
          status: z.enum(['Synced', 'OutOfSync', 'Unknown']),
          comparedTo: z.object(Sources).nullish(),
          revision: z.string().nullish(),
          revisions: z.array(z.string()).nullish(),
        })
        .optional(),
      health: z.object({ status: Health.default('Unknown') }).optional(),
      resources: z.array(Resource).nullish(),
      history: z.array(z.unknown()).nullish(),
      operationState: OperationState.nullish(),
      conditions: z.array(z.object({ type: z.string() })).nullish(),
      sourceHydrator: HydratorStatus.nullish(),
    })
    .default({}),
});
