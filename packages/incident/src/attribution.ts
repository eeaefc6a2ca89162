import { z } from 'zod';
import { Decision } from './decision.ts';
import { Repository } from './deployment.ts';
import { mostOtherChanges, OtherChange } from './other-change.ts';
import { causes, codesOf, evidenceCodes, vetoCodes } from './reasons/index.ts';
import { Sha } from './sha.ts';

/** A merged pull request behind a suspect. No title: the revert stage reads this section and no free text. */
export const Pull = z.strictObject({
  repository: Repository,
  number: z.int().positive(),
  mergeCommit: Sha,
});
export type Pull = z.infer<typeof Pull>;

const Evidence = z.strictObject({
  code: z.enum(codesOf(evidenceCodes)),
  /** Hundredths of a nat: positive speaks for this suspect. */
  weight: z.int(),
  seconds: z.tuple([z.int(), z.int()]).optional(),
});
export type Evidence = z.infer<typeof Evidence>;

export const SuspectId = z.string().regex(/^s\d+$/);

const Suspect = z.strictObject({
  id: SuspectId,
  commit: Sha,
  posteriorBp: z.int().min(0).max(10_000),
  upperBoundBp: z.int().min(0).max(10_000),
  pulls: z.array(Pull),
  evidence: z.array(Evidence),
});
export type Suspect = z.infer<typeof Suspect>;

/** Something else that the sync changed. It can be to blame, and nothing of it can be reverted here. */
const OtherSuspect = z.strictObject({
  id: z.string().regex(/^o\d+$/),
  change: OtherChange,
  posteriorBp: z.int().min(0).max(10_000),
});
export type OtherSuspect = z.infer<typeof OtherSuspect>;

const CulpritId = z.string().regex(/^[os]\d+$/);

const Veto = z.strictObject({
  suspect: SuspectId,
  code: z.enum(codesOf(vetoCodes)),
});
export type Veto = z.infer<typeof Veto>;

export const Attribution = z.strictObject({
  cause: z.enum(codesOf(causes)),
  culprit: CulpritId.nullable(),
  confidenceBp: z.int().min(0).max(10_000),
  /** What is left for "no deployment is to blame". */
  noneBp: z.int().min(0).max(10_000),
  suspects: z.array(Suspect),
  others: z.array(OtherSuspect).max(mostOtherChanges).default([]),
  vetoes: z.array(Veto),
  decision: Decision,
});
export type Attribution = z.infer<typeof Attribution>;
