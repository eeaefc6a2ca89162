import type { Scalar } from 'yaml';

/**
 * The offset in the text of a character of a scalar's value; null where they cannot be laid side by side, as behind an
 * escape that stands for another character. White space is not compared: folding and indentation change it.
 */
export function offsetInside(text: string, scalar: Scalar, index: number): number | null {
  if (typeof scalar.value !== 'string' || !scalar.range) return null;
  const [start, end] = scalar.range;
  let at = start + headOf(text.slice(start, end), scalar.type);
  for (let position = 0; position < index; position++) {
    const found = next(text, at, scalar.value[position] ?? '', scalar.type);
    if (found === null || found > end) return null;
    at = found;
  }
  return index < scalar.value.length ? begin(text, at, scalar.value[index] ?? '', scalar.type) : at;
}

function headOf(written: string, type: Scalar['type']): number {
  if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return 1;
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return written.indexOf('\n') + 1;
  return 0;
}

const space = /\s/;

/** Where a character stands, at or behind an offset. */
function begin(text: string, from: number, character: string, type: Scalar['type']): number {
  let at = from;
  while (!space.test(character) && space.test(text[at] ?? '')) at++;
  const isEscaped = type === 'QUOTE_DOUBLE' && text[at] === '\\' && text[at + 1] === character;
  return isEscaped ? at + 1 : at;
}

/** The offset behind a character; null where another one stands. */
function next(text: string, from: number, character: string, type: Scalar['type']): number | null {
  if (space.test(character)) return space.test(text[from] ?? '') ? from + 1 : from;
  const at = begin(text, from, character, type);
  if (text[at] !== character) return null;
  return type === 'QUOTE_SINGLE' && character === "'" ? at + 2 : at + 1;
}
