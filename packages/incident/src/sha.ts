import { z } from 'zod';

/** A full git object id: 40 hex digits (SHA-1) or 64 (SHA-256). */
export const Sha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'expected a full git object id')
  .brand<'Sha'>();
export type Sha = z.infer<typeof Sha>;

/** The hex sha256 of some content. */
export const Digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected a sha256')
  .brand<'Digest'>();
export type Digest = z.infer<typeof Digest>;

/** The form people read and git accepts. */
export function short(sha: Sha): string {
  return sha.slice(0, 7);
}
