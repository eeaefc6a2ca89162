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

/** `a, b or c` */
export function either(options: readonly string[]): string {
  return options.length < 2 ? options.join('') : `${options.slice(0, -1).join(', ')} or ${options.at(-1)}`;
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
  const isSelector = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isSelector ? Object.entries(value) : [];
  const areKeys = entries.length > 0 && entries.every(([, inner]) => inner === null);
  return areKeys ? `{${entries.map(([key]) => key).join(', ')}}` : (JSON.stringify(value) ?? '');
}
