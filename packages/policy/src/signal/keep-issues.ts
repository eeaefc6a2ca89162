import { z } from 'zod';

/** Parses with a schema that was chosen by a key; what it finds wrong stays where it was found. */
export function keepIssues<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  context: z.core.ParsePayload,
): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input } as never);
  return z.NEVER;
}
