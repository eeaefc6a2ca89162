import { z } from 'zod';
import { Sha } from './sha.ts';

/** Somebody else wrote it, and it may be long: who records it cuts it. */
export const longestName = 200;
const name = z.string().max(longestName);

/** What a sync changed that no commit of the branch did: it cannot be taken back there. */
export const OtherChange = z.strictObject({
  /**
   * `other-source`: another repository or chart moved. `parameters`: what a source is rendered with (Helm, Kustomize, a
   * plugin). `application-spec`: where a source is, or that there is one. `local-sync`: manifests of somebody's disk.
   */
  kind: z.enum(['other-source', 'parameters', 'application-spec', 'local-sync']),
  /** The source: its repository with the path in it, or its chart; empty for a local sync. */
  source: name,
  /** Which of its fields: `revision`, `targetRevision`, `helm.parameters.image.tag`. */
  field: name,
  from: name.nullable(),
  to: name.nullable(),
});
export type OtherChange = z.infer<typeof OtherChange>;

/** How people read one of its values. */
export function valueWords(value: string | null): string {
  if (value === null) return 'none';
  return Sha.safeParse(value).success ? value.slice(0, 7) : value;
}

/** In one sync; of more, the first are recorded. */
export const mostOtherChanges = 10;
