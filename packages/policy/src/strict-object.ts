import { z } from 'zod';
import { nearest } from './nearest.ts';

/** An object in which an unknown key is an error that names the nearest known one. */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unknownKeys(issue.keys, Object.keys(shape)) : undefined,
  });
}

function unknownKeys(unknown: readonly string[], known: readonly string[]): string {
  return unknown.map((key) => unknownKey(key, known)).join('; ');
}

function unknownKey(key: string, known: readonly string[]): string {
  const suggestion = nearest(key, known);
  const hint = suggestion === null ? `known here: ${known.join(', ')}` : `did you mean "${suggestion}"?`;
  return `unknown key ${JSON.stringify(key)}, ${hint}`;
}
