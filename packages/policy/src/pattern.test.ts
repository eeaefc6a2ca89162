import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { literally, patternOf } from './pattern.ts';

describe('a pattern that is surely read as the server reads it', () => {
  test.each<[string, string[], string[]]>([
    ['5..', ['500', '5\nx'], ['50', '5000', 'x500']],
    ['shop|pay', ['shop', 'pay'], ['shop-1', 'xpay']],
    ['(?:a|b)c', ['ac', 'bc'], ['c', 'a']],
    ['(a|b)c', ['ac'], ['c']],
    ['a{2}b{1,}c{0,1}', ['aab', 'aabbc'], ['ab', 'aabcc']],
    ['a{2}?', ['aa'], ['a']],
    ['a+?b*c?', ['a', 'aabbc'], ['b']],
    ['[^/a-c]+', ['xyz'], ['x/y', 'a']],
    ['[\\w.-]+', ['a.b-c'], ['a b']],
    ['\\d+\\.\\w', ['1.a'], ['1xa', '.a']],
    ['\\(\\)\\{\\}\\[\\]\\^\\$\\*\\+\\?\\|\\/', ['(){}[]^$*+?|/'], ['']],
    ['^a$', ['a'], ['aa']],
    ['é', ['é'], ['e']],
    ['', [''], ['a']],
  ])('%s matches the whole value', (source, yes, no) => {
    const pattern = patternOf(source);
    expect(yes.filter((text) => pattern?.test(text) !== true)).toEqual([]);
    expect(no.filter((text) => pattern?.test(text) !== false)).toEqual([]);
  });

  test.each([
    ['flags', '(?i)a'],
    ['a named group', '(?P<x>a)'],
    ['a look ahead', '(?=a)b'],
    ['a class by its name', '[[:alpha:]]'],
    ['a class that begins with its end', '[]a]'],
    ['an empty class', '[]'],
    ['a space of its own kind', '\\s'],
    ['a property', '\\pN'],
    ['an end of the text', '\\z'],
    ['a back reference', '(a)\\1'],
    ['a word boundary', '\\b'],
    ['a group that is repeated', '(a|b)*c'],
    ['a group that is there once or more', '(?:ab)+'],
    ['a group that is counted', '(ab){2}'],
    ['a bracket that does not close', '(a'],
    ['a brace of its own', 'a{'],
    ['nothing to repeat', '*a'],
    ['a bracket that opens nothing', 'a]'],
    ['a range that goes backwards', '[z-a]'],
    ['a lone backslash', 'a\\'],
  ])('is not one with %s: %s', (_, source) => {
    expect(patternOf(source)).toBeNull();
  });

  test('may end a literal bracket with a repetition', () => {
    expect(patternOf('\\)+')?.test('))')).toBe(true);
  });
});

test('a text made literal matches itself and nothing else', () => {
  const text = fc.string({ unit: fc.constantFrom(...'\\^$.*+?()[]{}|-/ab1 é') });
  fc.assert(
    fc.property(text, text, (one, other) => {
      expect(patternOf(literally(one))?.test(other)).toBe(one === other);
      expect(patternOf(literally(one))?.test(one)).toBe(true);
    }),
  );
});
