import { z } from 'zod';
import { Instant } from './instant.ts';
import { codesOf, recoveryOutcomes } from './reasons/index.ts';
import { Sha } from './sha.ts';
import { Finding } from './verdict.ts';

/** `recoveredAt` is the start of the stability window, `provenAt` its end. */
export const Recovery = z.strictObject({
  outcome: z.enum(codesOf(recoveryOutcomes)),
  syncedAt: Instant.nullable(),
  healthyAt: Instant.nullable(),
  recoveredAt: Instant.nullable(),
  provenAt: Instant.nullable(),
  findings: z.array(Finding),
  /** The ledger's head after this stage; null where it could not be written. */
  entry: Sha.nullable(),
});
export type Recovery = z.infer<typeof Recovery>;
