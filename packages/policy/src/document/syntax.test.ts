import { describe, expect, test } from 'vitest';
import { told } from '../testing/mistakes/told.ts';

/** Where, and what; the cures of these are of the table of all mistakes. */
function first(text: string): string {
  return told(text)[0]?.split('; ')[0] ?? 'nothing';
}

describe('of several mistakes in YAML the first one of the text is told', () => {
  test.each([
    ['mode: !env act\nprometheus: "x\n', '1:7  mode  the tag !env means nothing here'],
    ['prometheus: "x\nmode: !env act\n', '1:13  (the whole file)  a " is opened here and not closed'],
  ])('%j', (text, mistake) => {
    expect(first(text)).toBe(mistake);
  });
});

describe('brackets of a selector that is not quoted', () => {
  const read = (selector: string) => `the brackets in ${selector} are read as YAML`;

  test.each([
    ['with spaces between its tokens', 'x: { y: { app = "a" } |= "x" }', '1:9  x.y', '{ app = "a" }'],
    ['that is not equal', 'y: {app!="a"} |= "x"', '1:4  y', '{app!="a"}'],
    ['by a pattern', 'y: {app=~"a"} |= "x"', '1:4  y', '{app=~"a"}'],
    ['by what is no pattern', 'y: {app!~"a"} |= "x"', '1:4  y', '{app!~"a"}'],
    ['that goes on in the next line', 'x: { y: up{ \n app="a"} }', '1:9  x.y', 'up{'],
    ['with braces in its value', 'x: { y: up{le="{x}"}[5m] }', '1:9  x.y', 'up{le="{x}"}[5m] }'],
    [
      'of which the rest is fifty long',
      `x: { y: up{${'a'.repeat(48)}} }`,
      '1:9  x.y',
      `up{${'a'.repeat(48)}}`,
    ],
    ['of which the rest is longer', `x: { y: up{${'a'.repeat(49)}} }`, '1:9  x.y', `up{${'a'.repeat(48)}…`],
    ['with colons in its name', 'x: { y: job:up[5m] }', '1:9  x.y', 'job:up[5m]'],
    ['behind colons', 'x: { y: ::up[5m] }', '1:11  x.y', 'up[5m]'],
    ['in the second line', 'mode: act\nx: { y: up[5m] }', '2:9  x.y', 'up[5m]'],
  ])('are told as they are written: one %s', (_, text, place, selector) => {
    expect(first(text)).toBe(`${place}  ${read(selector)}`);
  });

  test.each([
    ['x: "a" {b}', '1:8  x  this is no YAML: Unexpected flow-map-start at node end'],
    [
      'x: {\n app="a" }} |= "b"',
      '2:11  x.app="a"  this is no YAML: Unexpected flow-map-end token in YAML stream: "}"',
    ],
  ])('are not looked for where no selector stands: %j', (text, mistake) => {
    expect(first(text)).toBe(mistake);
  });
});

describe('a tag', () => {
  test.each([
    ['x: [!env]', '!env'],
    ['x: [!env, a]', '!env'],
    ['x: !<tag> a', '!<tag>'],
    [`x: !${'e'.repeat(60)} a`, `!${'e'.repeat(48)}…`],
  ])('is told without what stands behind it: %s', (text, tag) => {
    expect(told(text)[0]).toMatch(/^1:[45] {2}x(?:\.0)? {2}/);
    expect(told(text)[0]?.split('  ')[2]).toBe(
      `the tag ${tag} means nothing here; quote the value, or take out ${tag}`,
    );
  });
});

describe('what the parser says', () => {
  test.each([
    ['x: { y: "\\U0001\n   F6" }', '1:10  x.y  this is no YAML: Invalid escape sequence \\U0001'],
    ['x: "\\U001\n   F6"', '1:5  x  this is no YAML: Invalid escape sequence \\U001 F'],
    ['x: "\\x4 "', '1:5  x  this is no YAML: Invalid escape sequence \\x4'],
    ['x: "\\x4:"', '1:5  x  this is no YAML: Invalid escape sequence \\x4:'],
  ])('of %j fits into one line', (text, mistake) => {
    expect(first(text)).toBe(mistake);
  });
});

describe('a bracket or a quote that stays open', () => {
  test.each([
    ['x: { a: 1 ]', '1:11  (the whole file)  a bracket is not closed by }'],
    ['x: [ a }', '1:8  (the whole file)  a bracket is not closed by ]'],
    ['{ a: 1', '1:7  (the whole file)  a bracket is not closed by }'],
    ['[ a', '1:4  (the whole file)  a bracket is not closed by ]'],
    ['x: "a\ny: "b"\n', '1:4  (the whole file)  a " is opened here and not closed'],
    ['x: "a" \ny: \'b\n', "2:4  (the whole file)  a ' is opened here and not closed"],
    ['x: 1\ny: "a\n  b\nz: 2\n', '2:4  (the whole file)  a " is opened here and not closed'],
    ['x: "a\r\ny: "b"\r\n', '1:4  (the whole file)  a " is opened here and not closed'],
    ['x: { "a', '1:6  (the whole file)  a " is opened here and not closed'],
  ])('is told where it matters: %j', (text, mistake) => {
    expect(first(text)).toBe(mistake);
  });
});

describe('a line that stands where none is expected', () => {
  const indented = 'this line is not indented like the keys beside it';

  test.each([
    ['further right, behind empty lines', 'mode: act\n\n\n   x: y\n', '4:4'],
    ['further right, behind words', 'mode: a b\n  x: y\n', '2:3'],
    ['further left', 'x:\n  a: 1\n b: 2\n', '3:2'],
    ['as an item to the left of its list', 'x:\n  - a\n - b\nmode: act\n', '3:2'],
    ['as such an item with a colon in its comment', 'x:\n  - a\n - b # c: d\nmode: act\n', '3:2'],
    ['as one letter', 'mode: act\nx\n', '2:1'],
    ['as a word before the first key', 'hello\nmode: act\n', '1:1'],
    ['as an address', 'mode: act\nhttp://x\n', '2:1'],
  ])('%s', (_, text, place) => {
    expect(first(text)).toBe(`${place}  (the whole file)  ${indented}`);
  });

  test.each(['mode: a: b', 'mode: a: b\nx: y\n', 'mode: act:', 'mode: act:\nx: y\n'])(
    'a second colon in a line asks for quotes: %j',
    (text) => {
      expect(first(text)).toBe('1:7  (the whole file)  a value with ": " in it is not quoted');
    },
  );
});

describe('a key without a space behind its colon', () => {
  test.each([
    ['version:1', '1:1', 'version', '1'],
    ['version:1 - 2', '1:1', 'version', '1 - 2'],
    ['\n\nversion:1', '3:1', 'version', '1'],
    ['version:1 \nmode: act\n', '1:1', 'version', '1'],
    ['mode: act\nversion:1 2\nx: y\n', '2:1', 'version', '1 2'],
    ['x:\n  - depends_on:b\n    mode: act\n', '2:5', 'depends_on', 'b'],
    ['x:\n  mode: act\n  a:b\n', '3:3', 'a', 'b'],
  ])('%j', (text, place, key, value) => {
    expect(told(text)[0]?.replace('(the whole file)  ', '')).toBe(
      `${place}  no space stands after "${key}:"; write ${key}: ${value}`,
    );
  });

  test.each(['hello version:1', 'A:1', 'http://x', 'https://x:1'])('is not %j', (text) => {
    expect(first(text)).toBe('1:1  (the whole file)  expected keys with values');
  });
});

describe('a key that stands twice', () => {
  test.each([
    ['a: 1\nb: 2\na: 3\nc: 4\n', '3:1  a', 'a', '1 and 3'],
    ['a: 1\n\'a\': 2\nb: 3\n"a": 4\n', '2:1  a', 'a', '1 and 2 and 4'],
    ['x: { a: 1 }\ny: { a: 1,\n a: 2 }\n', '3:2  y.a', 'a', '2 and 3'],
    ['&x a: 1\n&y a: 2\n', '2:4  a', 'a', '1 and 2'],
    ['? a\n: 1\n? a\n: 2\n', '3:3  a', 'a', '1 and 3'],
    ['[x]: 1\na: 1\na: 2\n', '3:1  a', 'a', '2 and 3'],
  ])('%j', (text, place, key, lines) => {
    expect(first(text)).toBe(`${place}  the key "${key}" stands in lines ${lines}`);
  });
});
