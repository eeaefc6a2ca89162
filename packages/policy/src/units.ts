import { z } from 'zod';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `10s`, `15m`, `1h`, `7d` -> milliseconds. */
export const Duration = z
  .string({ error: 'expected a duration such as 10s or 15m' })
  .regex(/^\d+(?:ms|s|m|h|d)$/, 'expected a duration such as 10s or 15m')
  .transform((text) => {
    const [, amount = '0', unit = 's'] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
    return Number(amount) * (unitMs[unit] ?? 0);
  });

/** How much of the past is read: more says nothing of what is usual at this hour, and is a provider's and a runner's memory. */
export const Past = Duration.refine((ms) => ms <= 24 * 60 * 60_000, 'expected 1d or less');

/** `90%` or `99.5%` -> basis points. */
export const Percentage = z
  .string({ error: 'expected a percentage such as 90%' })
  .regex(/^(?:100(?:\.0+)?|\d{1,2}(?:\.\d{1,2})?)%$/, 'expected a percentage such as 90%')
  .transform((text) => Math.round(Number(text.slice(0, -1)) * 100));
