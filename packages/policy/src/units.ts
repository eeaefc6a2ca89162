import { z } from 'zod';
import { says } from './mistakes/says.ts';

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export const DurationText = z
  .string({ error: says('duration') })
  .regex(/^\d+(?:ms|s|m|h|d)$/, says('duration'));

/** `500ms`, `10s`, `15m`, `1h`, `7d` -> milliseconds. */
export const Duration = DurationText.transform((text) => {
  return Number.parseInt(text, 10) * (unitMs[text.replace(/\d+/, '')] ?? 0);
});

/** In the largest unit that needs no fraction: what a default is called beside what somebody wrote. */
export function durationText(ms: number): string {
  const [unit, length] = Object.entries(unitMs)
    .reverse()
    .find(([, size]) => ms >= size && ms % size === 0) ?? ['ms', 1];
  return `${ms / length}${unit}`;
}

/** A duration in which something has to happen. */
export function someTime(such: string) {
  return Duration.refine((ms) => ms > 0, says('no-time', { such }));
}

/** How much of the past is read: more says nothing of what is usual at this hour, and is a provider's and a runner's memory. */
export const Past = someTime('60m').refine((ms) => ms <= 24 * 60 * 60_000, says('past-too-long'));

/** `90%` or `99.5%` -> basis points. */
export const Percentage = z
  .string({ error: says('percentage') })
  .regex(/^(?:100(?:\.0+)?|\d{1,2}(?:\.\d{1,2})?)%$/, says('percentage'))
  .transform((text) => Math.round(Number(text.slice(0, -1)) * 100));
