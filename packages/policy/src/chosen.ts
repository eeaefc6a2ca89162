import { z } from 'zod';

const forms = new WeakMap<z.core.$ZodType, readonly z.ZodType[]>();

/** The forms that a choice is made from, for the JSON Schema; null for what is no choice. */
export function formsOf(schema: z.core.$ZodType): readonly z.ZodType[] | null {
  return forms.get(schema) ?? null;
}

/**
 * One of several forms, chosen by what is written and not by trying: a failed union would report `invalid_union` and
 * hide which key is wrong. What the chosen schema finds wrong stays where it was found.
 *
 * @param choose null where it has none of the forms
 * @param otherwise what is said then
 */
export function chosen<Output>(
  all: readonly z.ZodType<Output>[],
  choose: (written: unknown) => z.ZodType<Output> | null,
  otherwise = '',
) {
  const written = z.unknown();
  forms.set(written, all);
  return written.transform((input, context): Output => {
    const schema = choose(input);
    if (schema === null) {
      context.addIssue({ code: 'custom', message: otherwise, input });
      return z.NEVER;
    }
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) context.issues.push({ ...issue, input } as never);
    return z.NEVER;
  });
}
