import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { policyJsonSchema } from '@backout/policy/json-schema';
import { root } from './root.ts';

/** `npm run schema`: what editors know of a policy, written from what reads it. */
await writeFile(join(root, 'policies/schema.json'), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
