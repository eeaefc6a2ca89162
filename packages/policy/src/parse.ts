import { UserError } from '@backout/incident';
import { lineOf, textOf } from './mistakes/mistake.ts';
import { type Checks, readPolicy } from './read.ts';
import type { Policy } from './schema.ts';

/**
 * @param path the file's name, for the message
 * @throws UserError `policy-invalid`: one line a mistake, `file:line:column  key  what is wrong; what to write`
 */
export function parsePolicy(text: string, path: string, checks: Checks = {}): Policy {
  const reading = readPolicy(text, checks);
  if (reading.outcome === 'policy') return reading.policy;
  const { mistakes } = reading;
  throw new UserError('policy-invalid', mistakes.map((mistake) => lineOf(path, mistake)).join('\n'), {
    places: mistakes.map((mistake) => ({
      ...{ file: path, line: mistake.line, column: mistake.column },
      message: textOf(mistake),
    })),
  });
}
