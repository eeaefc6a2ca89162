import { z } from 'zod';
import { says } from './mistakes/says.ts';

/** An object in which an unknown key is an error that names the nearest known one. */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? says('unknown-key', { key: '', known: Object.keys(shape) })
        : undefined,
  });
}
