import { Sha } from '@backout/incident';
import { z } from 'zod';

/** What people write is rendered into another branch first, and that one is synced. */
export interface Hydrator {
  readonly drySource: { readonly repoURL: string; readonly path: string; readonly targetRevision: string };
  /** The newest commit of the dry branch that was rendered. */
  readonly dryRevision: Sha | null;
  /** What it was rendered to: revisions of such an application are commits of `branch`. */
  readonly hydratedRevision: Sha | null;
  readonly branch: string;
}

/** `spec.sourceHydrator` */
export const HydratorSpec = z.object({
  drySource: z.object({
    repoURL: z.string(),
    path: z.string().default('.'),
    targetRevision: z.string().default('HEAD'),
  }),
  syncSource: z.object({ targetBranch: z.string() }),
});
export type HydratorSpec = z.infer<typeof HydratorSpec>;

/** `status.sourceHydrator` */
export const HydratorStatus = z.object({
  lastSuccessfulOperation: z
    .object({ drySHA: z.unknown().optional(), hydratedSHA: z.unknown().optional() })
    .nullish(),
});

export function readHydrator(
  spec: HydratorSpec,
  status: z.infer<typeof HydratorStatus> | null | undefined,
): Hydrator {
  const done = status?.lastSuccessfulOperation;
  return {
    drySource: spec.drySource,
    dryRevision: commit(done?.drySHA),
    hydratedRevision: commit(done?.hydratedSHA),
    branch: spec.syncSource.targetBranch,
  };
}

function commit(json: unknown): Sha | null {
  const parsed = Sha.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/** The file that a hydrator writes at the root of the branch that it renders to. */
export const hydratorMetadata = 'hydrator.metadata';
const Metadata = z.object({ drySha: Sha });

/** @returns the commit that it was rendered from; null where the file does not tell */
export function drySha(text: string): Sha | null {
  try {
    const parsed = Metadata.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.drySha : null;
  } catch {
    return null;
  }
}
