import { createHash } from 'node:crypto';
import type { Sha } from '@backout/incident';

/** The id that git gives to an object. @param objectFormat any object id of the repository */
export function objectId(type: 'blob' | 'commit' | 'tree', content: Buffer, objectFormat: Sha): Sha {
  const hash = createHash(objectFormat.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`${type} ${content.length}\0`).update(content).digest('hex') as Sha;
}

/** The tree without entries, which git knows without an object. @param objectFormat any object id of the repository */
export function emptyTreeId(objectFormat: Sha): Sha {
  return objectId('tree', Buffer.alloc(0), objectFormat);
}
