import {
  canonicalJson,
  Digest,
  IncidentId,
  Instant,
  ReasonCode,
  Repository,
  RevertKey,
  Sha,
  Stage,
} from '@backout/incident';
import { z } from 'zod';

export const Actor = z.strictObject({
  kind: z.literal('workflow'),
  repository: z.string(),
  runId: z.string(),
  attempt: z.int(),
});
export type Actor = z.infer<typeof Actor>;

const common = {
  v: z.literal(1),
  incident: IncidentId,
  at: Instant,
  stage: Stage,
  codes: z.array(ReasonCode),
  gitops: Repository,
  branch: z.string(),
  application: z.string(),
  environment: z.string(),
  actor: Actor,
};

/** Pushed together with the revert: whoever finds the lock learns from it what was done. */
const RevertIntent = z.strictObject({
  type: z.literal('revert.intent'),
  ...common,
  key: RevertKey,
  /** The bad revision, and the one it goes back to. */
  from: Sha,
  to: Sha,
  reverts: z.array(Sha),
  commit: Sha,
  parent: Sha,
  tree: Sha,
  switch: z.literal('not-stopped'),
  digests: z.strictObject({ inputs: Digest, policy: Digest }),
});
export type RevertIntent = z.infer<typeof RevertIntent>;

const RevertOutcome = z.strictObject({
  type: z.literal('revert.outcome'),
  ...common,
  key: RevertKey,
  outcome: z.literal('reverted'),
  commit: Sha,
});

/** A decision that ended without a revert. */
const Refusal = z.strictObject({
  type: z.literal('decision'),
  ...common,
  outcome: ReasonCode,
  digests: z.strictObject({ inputs: Digest, policy: Digest }),
});

const RecoveryEntry = z.strictObject({
  type: z.literal('recovery'),
  ...common,
  outcome: ReasonCode,
  recoveredAt: Instant.nullable(),
});

/** One commit of an incident's ref; its message is this, as canonical JSON. */
export const Entry = z.discriminatedUnion('type', [RevertIntent, RevertOutcome, Refusal, RecoveryEntry]);
export type Entry = z.infer<typeof Entry>;

export function serialize(entry: Entry): string {
  return `${canonicalJson(entry)}\n`;
}

/** @returns null for what no version of backout wrote */
export function parseEntry(message: string): Entry | null {
  const json = parseJson(message);
  const parsed = Entry.safeParse(json);
  return parsed.success ? parsed.data : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
