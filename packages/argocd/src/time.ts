import type { Instant } from '@backout/incident';
import { z } from 'zod';

/** Argo CD writes whole seconds. */
export const Time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString() as Instant);
