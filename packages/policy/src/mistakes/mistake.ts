import type { MistakeCode } from './words/index.ts';

/** Something in the policy file that a person has to change. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  /** The keys that lead to it, joined by dots; empty for the file as a whole. */
  readonly path: string;
  readonly code: MistakeCode;
  /** What is wrong. */
  readonly sentence: string;
  /** What to write instead. */
  readonly cure: string;
}

/** `file:line:column  path  sentence; cure`: the same for the actions and for the command line. */
export function lineOf(file: string, { line, column, ...mistake }: Mistake): string {
  return `${file}:${line}:${column}  ${textOf(mistake)}`;
}

/** A mistake without its place, for where the place is told apart. */
export function textOf({ path, code, sentence, cure }: Omit<Mistake, 'line' | 'column'>): string {
  const joint = code === 'unknown-key' ? ', ' : '; ';
  return `${path || '(the whole file)'}  ${sentence}${joint}${cure}`;
}
