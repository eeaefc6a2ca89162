import type { Scalar } from 'yaml';

type Style = Scalar['type'];

/**
 * The offset in the text of a character of a scalar's value; null where they cannot be laid side by side, as behind an
 * escape that stands for another character. White space is not compared: folding and indentation change it.
 */
export function offsetInside(text: string, scalar: Scalar.Parsed, index: number): number | null {
  const value = String(scalar.value);
  let at = contentOf(text, scalar);
  for (let position = 0; position < index; position++) {
    const behind = next(text, at, value.charAt(position), scalar.type);
    if (behind === null) return null;
    at = behind;
  }
  return index < value.length ? begin(text, at, value.charAt(index), scalar.type) : at;
}

/** Behind the quote or the line that opens it. */
function contentOf(text: string, { type, range: [start] }: Scalar.Parsed): number {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1;
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return text.indexOf('\n', start) + 1;
  return start;
}

const space = /\s/;

/** What stands for itself behind a backslash; `\n` stands for no n. */
const itself = /["\\/]/;

/** Where a character stands, at or behind an offset; null where another one does. */
function begin(text: string, from: number, character: string, type: Style): number | null {
  if (space.test(character)) return from;
  let at = from;
  while (space.test(text.charAt(at))) at++;
  if (type === 'QUOTE_DOUBLE' && text.charAt(at) === '\\' && itself.test(text.charAt(at + 1))) at++;
  return text.charAt(at) === character ? at : null;
}

/** The offset behind a character; null where another one stands. */
function next(text: string, from: number, character: string, type: Style): number | null {
  const at = begin(text, from, character, type);
  if (at === null) return null;
  if (space.test(character)) return space.test(text.charAt(at)) ? at + 1 : at;
  return type === 'QUOTE_SINGLE' && character === "'" ? at + 2 : at + 1;
}
