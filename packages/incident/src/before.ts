import { z } from 'zod';

const id = z.string().max(500);

export const mostResources = 50;

/**
 * What Argo CD said of the application's objects while the sync was its newest: what the sync touched, and what was out of
 * order. `apps/Deployment/shop/web`; the group of Kubernetes' core, and the namespace of what has none, are empty.
 */
export const Before = z.strictObject({
  touched: z
    .array(
      z.strictObject({
        id,
        /** False where Argo CD found it as it should be. */
        changed: z.boolean(),
        /** It was to be taken away, and something forbids that. */
        kept: z.boolean(),
      }),
    )
    .max(mostResources),
  outOfOrder: z.array(id).max(mostResources),
  /** Those of it that were Degraded. */
  degraded: z.array(id).max(mostResources).default([]),
});
export type Before = z.infer<typeof Before>;
