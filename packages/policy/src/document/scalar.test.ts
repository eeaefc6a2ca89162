import { describe, expect, test } from 'vitest';
import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { offsetInside } from './scalar.ts';

/** The place of a character of the value of `key`, in the text of which a line stands before. */
function offsetOf(written: string, index: (value: string) => number): number | null {
  const text = `\n# é\nkey: ${written}\nmore: x\n`;
  const { contents } = parseDocument(text);
  const value = isMap(contents) ? contents.get('key', true) : null;
  if (!isScalar(value)) throw new Error(`no scalar: ${written}`);
  const offset = offsetInside(text, value as Scalar.Parsed, index(String(value.value)));
  return offset === null ? null : offset - '\n# é\nkey: '.length;
}

describe('a character of a value stands', () => {
  test.each([
    ['in a plain text', 'sum(x)', 'x', 4],
    ['at its begin', 'x', 'x', 0],
    ['behind spaces', 'a  b   x', 'x', 7],
    ['in a plain text of two lines', 'a\n    x', 'x', 6],
    ['behind an empty line', 'a\n\n\n   x', 'x', 7],
    ['in quotes', '"ab x"', 'x', 4],
    ['behind a quote in double quotes', '"a\'b x"', 'x', 5],
    ['behind an escaped quote', '"a\\"x"', 'x', 4],
    ['behind an escaped backslash', '"a\\\\x"', 'x', 4],
    ['behind an escaped slash', '"a\\/x"', 'x', 4],
    ['as an escaped quote', '"a\\"b"', '"', 3],
    ['in single quotes', "'ab x'", 'x', 4],
    ['behind a double quote in single quotes', "'a\"x'", 'x', 3],
    ['behind a quote that stands twice', "'it''s x'", 'x', 7],
    ['behind backslashes in single quotes', "'a\\\\x'", 'x', 4],
    ['behind backslashes in a plain text', 'a\\\\x', 'x', 3],
    ['behind doubled quotes in a plain text', "a''x", 'x', 3],
    ['in a block', '|\n  a\n  x', 'x', 8],
    ['in a folded block', '>-\n  a\n\n  x', 'x', 10],
    ['in a block that is indented further', '|\n    a\n      x', 'x', 14],
  ])('%s', (_, written, character, offset) => {
    expect(offsetOf(written, (value) => value.indexOf(character))).toBe(offset);
  });

  test.each([
    ['a letter', '"\\x41x"'],
    ['a line end', '"a\\nx"'],
    ['a line end before the letter that escapes it', '"\\nx n"'],
    ['a line end before an n', '"a\\nn"'],
    ['nothing', '"a \\\n  x"'],
  ])('nowhere behind an escape that stands for %s', (_, written) => {
    expect(offsetOf(written, (value) => value.lastIndexOf(written.at(-2) ?? ''))).toBeNull();
  });

  test('nowhere, and not where the text begins with it', () => {
    expect(offsetOf('"\\x41#"', (value) => value.indexOf('#'))).toBeNull();
  });

  test.each([
    ['a b', 1],
    ['a\n  b', 1],
    ['"a b"', 2],
  ])('as white space, behind what is before it: %j', (written, offset) => {
    expect(offsetOf(written, (value) => value.indexOf(' '))).toBe(offset);
  });
});

test.each([
  ['plain', 'a b', 3],
  ['quoted', '"a b"', 4],
  ['in a block', '|-\n  a b', 8],
])('the end of a value is behind its last character: %s', (_, written, offset) => {
  expect(offsetOf(written, ({ length }) => length)).toBe(offset);
});
