import { z } from 'zod';
import { Decision } from './decision.ts';
import { IncidentId, RevertKey } from './ids.ts';
import { Instant } from './instant.ts';
import { LedgerRef, RevertRef } from './ledger-ref.ts';
import { codesOf, pushRefusals } from './reasons/index.ts';
import { Sha } from './sha.ts';

const revert = {
  decision: Decision,
  key: RevertKey,
  /** The lock that is also the ledger of this revert. */
  ref: RevertRef,
  /** The ledger's head after this stage; quoted outside, it shows a truncated ledger. */
  entry: Sha,
  commit: Sha,
  parent: Sha,
  tree: Sha,
  pushedAt: Instant,
  mode: z.literal('git'),
};

const ofItsKey = 'expected the ref of the key';

function isOfItsKey({ key, ref }: { readonly key: RevertKey; readonly ref: RevertRef }): boolean {
  return ref.endsWith(`/${key}`);
}

const notReverted = {
  decision: Decision,
  key: RevertKey,
  /** Null where the ledger could not be written. */
  ref: LedgerRef.nullable(),
  entry: Sha.nullable(),
  /** Those that stand in the way; empty where none does. */
  paths: z.array(z.string()),
};

/** What the revert stage did. `already-done` is this incident's earlier run; `joined` is another incident's revert. */
export const Action = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('reverted'),
      ...revert,
      /** The kill switch, where it was created while the revert was being pushed. */
      stoppedBy: z.string().nullable().default(null),
    })
    .refine(isOfItsKey, ofItsKey),
  z.strictObject({ kind: z.literal('already-done'), ...revert }).refine(isOfItsKey, ofItsKey),
  z.strictObject({ kind: z.literal('joined'), incident: IncidentId, ...revert }).refine(isOfItsKey, ofItsKey),
  z.strictObject({
    kind: z.literal('refused'),
    decision: Decision,
    /** Null where the ledger could not be written. */
    ref: LedgerRef.nullable(),
    entry: Sha.nullable(),
  }),
  z.strictObject({
    kind: z.enum([
      'already-reverted',
      'revert-undone',
      'lost-race',
      'server-busy',
      'unsupported-repository',
      'push-unknown',
    ]),
    ...notReverted,
  }),
  z.strictObject({
    kind: z.literal('conflict'),
    ...notReverted,
    /** The newest commit that changed such a path after the bad one, where there is one. */
    newer: z.array(z.strictObject({ path: z.string(), commit: Sha })).default([]),
  }),
  z.strictObject({
    kind: z.enum(codesOf(pushRefusals)),
    ...notReverted,
    /** One line of the server's own words; null where it had none. */
    said: z.string().nullable().default(null),
  }),
]);
export type Action = z.infer<typeof Action>;
export type Reverted = Extract<Action, { kind: 'reverted' | 'already-done' | 'joined' }>;

export function isReverted(action: Action): action is Reverted {
  return action.kind === 'reverted' || action.kind === 'already-done' || action.kind === 'joined';
}
