import { mistakeCodes, remarkCodes } from '@backout/policy';
import { z } from 'zod';

const Mistake = z.strictObject({
  line: z.int().min(1),
  column: z.int().min(1),
  /** The keys that lead to it, joined by dots; empty for the file as a whole. */
  path: z.string(),
  code: z.enum(mistakeCodes),
  sentence: z.string().min(1),
  cure: z.string().min(1),
});

const Remark = z.strictObject({
  path: z.string(),
  code: z.enum(remarkCodes),
  sentence: z.string().min(1),
});

/** What `validate --json` prints. */
export const ValidateReport = z.strictObject({
  schema: z.literal('backout/validate/1'),
  /** Those that could be read. */
  files: z.array(
    z.strictObject({
      file: z.string(),
      mistakes: z.array(Mistake),
      /** What is no mistake, and good to know. */
      remarks: z.array(Remark),
    }),
  ),
});
export type ValidateReport = z.infer<typeof ValidateReport>;
