import { z } from 'zod';
import { ValidateReport } from './commands/validate-report.ts';

/** What `--json` prints, by the name in its key `schema`. */
export const jsonSchemas = {
  validate: z.toJSONSchema(ValidateReport),
} as const;
