import { isKeyed } from '../../document/value-at.ts';

export interface Words {
  readonly sentence: string;
  readonly cure: string;
}

/** Each code's words, from what was found out and from the value that is wrong. */
export type WordsFor<Facts> = {
  readonly [Code in keyof Facts]: (facts: Facts[Code], value: unknown) => Words;
};

/** A code that needs to know no more than the value. */
export type NoFacts = Readonly<Record<never, never>>;

/** `a, b or c`, of names that have no comma */
export function either(options: readonly string[]): string {
  return options.join(', ').replace(/, ([^,]+)$/, ' or $1');
}

const longest = 60;

/** A value as the file has it, short enough for a line. */
export function shown(value: unknown): string {
  const text = plainText(value).trim().replace(/\s+/g, ' ');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** An unquoted selector is an object of YAML whose keys have no values. */
function plainText(value: unknown): string {
  if (typeof value === 'string') return value;
  const isSelector =
    isKeyed(value) && !Array.isArray(value) && Object.values(value).every((inner) => inner === null);
  const keys = isSelector ? Object.keys(value) : [];
  return keys.length > 0 ? `{${keys.join(', ')}}` : String(JSON.stringify(value));
}
