import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeLine, untrustedText } from './untrusted.ts';

describe('a line of the log', () => {
  test.each([
    ['is one line', 'a\nb\r\nc', 'a b c'],
    ['holds no command of the runner', '::set-output name=x::y', ': :set-output name=x: :y'],
    ['holds none however often it is begun', ':::x', ': : :x'],
    ['holds none of the older form', 'a ##[error]b', 'a # #[error]b'],
    ['keeps a single colon', 'a: b', 'a: b'],
    ['shows no character that only steers', 'a\u0007\u202eb\u2028c\u2029d\u200be', 'a b c d e'],
    ['makes one space of several of these', 'a\u0000\u0001\u0002b', 'a b'],
    ['begins and ends with something', '\n a \t', 'a'],
  ])('%s', (_, text, line) => {
    expect(safeLine(text)).toBe(line);
  });

  test('is never one that the runner executes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(':', '#', '[', '\n', ' ', 'a', '\u200b') }), (text) => {
        expect(safeLine(text)).not.toMatch(/::|##\[|[\n\u200b]/);
      }),
    );
  });
});

test('text of others is cut where it comes in', () => {
  expect(untrustedText('x'.repeat(100_000))).toHaveLength(500);
  expect(untrustedText('as it is\n')).toBe('as it is\n');
});
