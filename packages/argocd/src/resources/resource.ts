import { z } from 'zod';
import { Health } from '../health.ts';

/** An object of an application, as it was compared last. */
export interface ResourceState {
  readonly id: ResourceId;
  readonly kind: string;
  readonly sync: 'Synced' | 'OutOfSync' | 'Unknown';
  /** null for what has none: a ConfigMap, a Role */
  readonly health: Health | null;
  /** it is not in git any more */
  readonly requiresPruning: boolean;
}

/** `apps/Deployment/shop/web`; the group of Kubernetes' core, and the namespace of what has none, are empty. */
export type ResourceId = string;

const Identity = {
  group: z.string().default(''),
  kind: z.string(),
  namespace: z.string().default(''),
  name: z.string(),
};

function resourceId({ group, kind, namespace, name }: z.infer<z.ZodObject<typeof Identity>>): ResourceId {
  return [group, kind, namespace, name].join('/');
}

/** One of `status.resources`; null for a hook, which is none of the application's objects. */
export const Resource = z
  .object({
    ...Identity,
    status: z.enum(['Synced', 'OutOfSync', 'Unknown']).default('Unknown'),
    health: z.object({ status: z.string().nullish() }).nullish(),
    requiresPruning: z.boolean().nullish(),
    hook: z.boolean().nullish(),
  })
  .transform((read): ResourceState | null => {
    if (read.hook === true) return null;
    const { status, health, requiresPruning } = read;
    return {
      ...{ id: resourceId(read), kind: read.kind, sync: status },
      health: healthOf(health?.status),
      requiresPruning: requiresPruning === true,
    };
  });

function healthOf(status: string | null | undefined): Health | null {
  if (!status) return null;
  const known = Health.safeParse(status);
  return known.success ? known.data : 'Unknown';
}

/** What an operation did to an object. */
export interface Touched {
  readonly id: ResourceId;
  /** false where Argo CD says that it found it as it should be; a server-side apply never says that */
  readonly changed: boolean;
  /** it was to be taken away, and something forbids that */
  readonly kept: boolean;
}

/** One of `status.operationState.syncResult.resources`; null for a hook. */
export const Result = z
  .object({
    ...Identity,
    status: z.string().default(''),
    message: z.string().default(''),
    hookType: z.string().default(''),
  })
  .transform((read): Touched | null => {
    if (read.hookType !== '') return null;
    const changed = !/ unchanged$/.test(read.message);
    return { id: resourceId(read), changed, kept: read.status === 'PruneSkipped' };
  });
