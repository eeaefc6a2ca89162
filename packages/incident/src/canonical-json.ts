import { createHash } from 'node:crypto';
import serialize from 'canonicalize';
import type { Digest } from './sha.ts';

/** RFC 8785. Everything that is hashed, compared or stored is written this way. */
export function canonicalJson(value: unknown): string {
  const text = serialize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

export function sha256(text: string): Digest {
  return createHash('sha256').update(text).digest('hex') as Digest;
}
