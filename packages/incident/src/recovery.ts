import { z } from 'zod';
import { Instant } from './instant.ts';
import { codesOf, recoveryOutcomes } from './reasons/index.ts';
import { Sha } from './sha.ts';
import { Finding } from './verdict.ts';

export const mostTold = 10;

/** `recoveredAt` is the start of the stability window, `provenAt` its end. */
export const Recovery = z.strictObject({
  outcome: z.enum(codesOf(recoveryOutcomes)),
  syncedAt: Instant.nullable(),
  healthyAt: Instant.nullable(),
  recoveredAt: Instant.nullable(),
  provenAt: Instant.nullable(),
  findings: z.array(Finding),
  /** Not in order, as before the deployment, and not by it. */
  notOurs: z.array(z.string()).max(mostTold).default([]),
  /** Not in git any more, and left in the cluster. */
  staying: z.array(z.string()).max(mostTold).default([]),
  /** The ledger's head after this stage; null where it could not be written. */
  entry: Sha.nullable(),
});
export type Recovery = z.infer<typeof Recovery>;
