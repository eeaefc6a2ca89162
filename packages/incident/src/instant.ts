import { z } from 'zod';

/** A moment: UTC, ISO 8601 with milliseconds. One spelling a moment, so that instants compare as text. */
export const Instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'expected UTC ISO 8601 with milliseconds')
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** A moment that is only known to lie between two others, both inclusive. */
export const Interval = z.strictObject({ from: Instant, to: Instant });
export type Interval = z.infer<typeof Interval>;

/** @param milliseconds since the epoch; fractions are cut */
export function instant(milliseconds: number): Instant {
  return new Date(Math.trunc(milliseconds)).toISOString() as Instant;
}

export function milliseconds(at: Instant): number {
  return Date.parse(at);
}
