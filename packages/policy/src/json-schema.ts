import { z } from 'zod';
import { formsOf } from './chosen.ts';
import { PolicySchema } from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * What editors know of `.backout.yml`: its keys, their forms and defaults. What makes no sense together is not in it.
 */
export function policyJsonSchema(): JsonSchema {
  const { $schema, ...schema } = jsonSchemaOf(PolicySchema);
  return {
    $schema,
    title: '.backout.yml',
    description: 'The policy of backout, docs/policy.md',
    ...schema,
    patternProperties: { '^x-': { description: 'yours, for anchors' } },
  } as JsonSchema;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const forms = formsOf(zodSchema);
      if (forms !== null) jsonSchema.anyOf = forms.map(formOf);
    },
  });
}

/** A part of the whole, which says once which JSON Schema it is. */
function formOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...form } = jsonSchemaOf(schema);
  return form;
}
