import { textOf } from '../../mistakes/mistake.ts';
import { promqlFault } from '../../queries/promql.ts';
import { readPolicy } from '../../read.ts';

/** The mistakes of a file as a person reads them, with the name of the file left out: `line:column  path  words`. */
export function told(text: string, tracked?: readonly string[]): string[] {
  const reading = readPolicy(text, { grammar: promqlFault, ...(tracked && { tracked }) });
  if (reading.outcome === 'policy') return [];
  return reading.mistakes.map(({ line, column, ...mistake }) => `${line}:${column}  ${textOf(mistake)}`);
}
