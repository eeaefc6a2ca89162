import { describe, expect, test } from 'vitest';
import { told } from '../testing/mistakes/told.ts';
import { openDocument } from './open.ts';

describe('a byte order mark', () => {
  test('is no part of the text, and is kept where it is none', () => {
    expect(openDocument('\uFEFFa: "\uFEFFb"\n')).toMatchObject({
      opened: { text: 'a: "\uFEFFb"\n', value: { a: '\uFEFFb' } },
    });
    expect(openDocument('a: "\uFEFFb"\n')).toMatchObject({ opened: { value: { a: '\uFEFFb' } } });
  });
});

describe('a file', () => {
  test('of a million characters is read, of one more it is not', () => {
    const comment = (length: number) => `# ${'x'.repeat(length - 2)}`;
    expect(told(comment(1_000_000))[0]).toContain('the file is empty');
    expect(told(comment(1_000_001))[0]).toContain('the file is larger than 1 MB');
  });

  test.each(['~', 'null\n', '# note\n~\n', '---\n'])('that says nothing is empty: %j', (text) => {
    expect(told(text)[0]).toContain('(the whole file)  the file is empty');
  });

  test.each(['1', '""', '[a: 1]'])('that has no keys is no policy: %j', (text) => {
    expect(told(text)).toEqual([
      '1:1  (the whole file)  expected keys with values; write { key: value }, or indented lines',
    ]);
  });
});

describe('keys above one another', () => {
  const nested = (lists: number, rest: string) => `x: ${'['.repeat(lists)}${rest}`;

  test('are named if there are twenty', () => {
    expect(told(nested(19, '@'))).toEqual([
      `1:23  x${'.0'.repeat(19)}  a value without quotes cannot begin with @; quote the value`,
    ]);
  });

  const tooDeep =
    'the file nests objects or lists too deeply to be read; close the brackets that were opened';

  test('are too many if there is one more', () => {
    expect(told(nested(20, '@'))).toEqual([`1:24  (the whole file)  ${tooDeep}`]);
  });

  test.each([
    ['lists', nested(12_000, '')],
    ['lists that are closed', nested(12_000, ']'.repeat(12_000))],
    ['objects', `x: ${'{a: '.repeat(12_000)}`],
    ['items', `${'- '.repeat(12_000)}x`],
    ['keys', `${'? '.repeat(12_000)}x`],
  ])('are too many for the parser as well: %s', (_, text) => {
    expect(told(text)).toEqual([expect.stringContaining(tooDeep)]);
  });
});

test('a word as long as a file is told in no time', () => {
  expect(told(`x: { y: ${'a'.repeat(900_000)} {b} }`)[0]).toContain('Unexpected flow-map-start');
});
