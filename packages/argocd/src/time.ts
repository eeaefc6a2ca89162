import type { Instant } from '@backout/incident';
import { z } from 'zod';

/** Argo CD writes whole seconds. */
export const Time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString() as Instant);

/** @returns null for one that is not told: Argo CD writes null for the zero of its own clock */
export function readTime(json: unknown): Instant | null {
  const parsed = Time.safeParse(json);
  return parsed.success ? parsed.data : null;
}
