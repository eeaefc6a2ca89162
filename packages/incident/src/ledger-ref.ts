import { z } from 'zod';

/**
 * The only refs that are written beside the branch itself. Whoever hands one over can name no branch with it.
 */
export const RevertRef = z
  .string()
  .regex(/^refs\/backout\/reverts\/[0-9a-f]{40}$/, 'expected the ref of a revert')
  .brand<'RevertRef'>();
export type RevertRef = z.infer<typeof RevertRef>;

export const IncidentRef = z
  .string()
  .regex(/^refs\/backout\/incidents\/inc_[0-9a-f]{16}$/, 'expected the ref of an incident')
  .brand<'IncidentRef'>();
export type IncidentRef = z.infer<typeof IncidentRef>;

export const LedgerRef = z.union([RevertRef, IncidentRef]);
export type LedgerRef = z.infer<typeof LedgerRef>;
