import { z } from 'zod';
import { says } from '../mistakes/says.ts';

const shape = /^[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{[^{}]*\})?$/;

/** A histogram by its name, as it is declared: without `_bucket`, `_count` or `_sum`. */
export const HistogramSelector = z
  .string()
  .trim()
  .regex(shape, says('histogram'))
  .refine((selector) => !/_(?:bucket|count|sum)(?:\{|$)/.test(selector), says('histogram-suffix'))
  .refine((selector) => !/[{,]\s*le\s*[=!]/.test(selector), says('histogram-le'));

/** What a ratio counts, and which of it. */
export interface Counted {
  readonly total: string;
  readonly part: { readonly events: 'bad' | 'good'; readonly selector: string };
}

/**
 * Of a classic histogram: how many requests there were, and how many of them the bucket with that upper bound holds. A
 * bound between two buckets has no series, and that is told: nothing is interpolated. The bound is in milliseconds if
 * the histogram's name says so, else in seconds, as Prometheus asks for.
 */
export function requestsWithin(selector: string, boundMs: number): Counted {
  const name = selector.replace(/\{.*/s, '');
  const bound = /_(?:milliseconds|ms)$/.test(name) ? boundMs : boundMs / 1000;
  // Clients write whole bounds as 1 or as 1.0; Prometheus 3 makes 1.0 of both.
  const le = Number.isInteger(bound) ? `le=~"${bound}([.]0)?"` : `le="${bound}"`;
  const others = selector
    .slice(name.length + 1, -1)
    .trim()
    .replace(/,$/, '');
  const count = others === '' ? `${name}_count` : `${name}_count{${others}}`;
  const within = `${name}_bucket{${others === '' ? '' : `${others},`}${le}}`;
  return { total: count, part: { events: 'good', selector: within } };
}
