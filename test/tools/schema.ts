import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonSchemas } from '@backout/cli/schemas';
import { policyJsonSchema } from '@backout/policy/json-schema';
import { root } from './root.ts';

/** path below the root -> what stands there; `npm run schema` writes them, a test holds them to it */
export const schemaFiles: Readonly<Record<string, object>> = {
  'policies/schema.json': policyJsonSchema(),
  ...Object.fromEntries(
    Object.entries(jsonSchemas).map(([command, schema]) => [
      `packages/cli/schemas/${command}.schema.json`,
      schema,
    ]),
  ),
};

if (import.meta.main) {
  for (const [path, schema] of Object.entries(schemaFiles))
    await writeFile(join(root, path), `${JSON.stringify(schema, null, 2)}\n`);
}
