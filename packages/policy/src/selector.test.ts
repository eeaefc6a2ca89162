import { describe, expect, test } from 'vitest';
import { type Matcher, parseSelector } from './selector.ts';

const is = (label: string, operator: Matcher['operator'], value: string): Matcher => ({
  label,
  operator,
  value,
});

describe('a selector', () => {
  test.each<[string, string | null, Matcher[]]>([
    ['http_requests_total', 'http_requests_total', []],
    ['job:errors:rate5m', 'job:errors:rate5m', []],
    [':x', ':x', []],
    ['a{}', 'a', []],
    ['{app="x"}', null, [is('app', '=', 'x')]],
    [
      'a{app="x",code=~"5..",b!="c",d!~"e"}',
      'a',
      [is('app', '=', 'x'), is('code', '=~', '5..'), is('b', '!=', 'c'), is('d', '!~', 'e')],
    ],
    ['a{app="x",}', 'a', [is('app', '=', 'x')]],
    [' a {\n\tapp = "x" ,\r\n b = "c" } ', 'a', [is('app', '=', 'x'), is('b', '=', 'c')]],
    [`a{b='it"s', c="it's"}`, 'a', [is('b', '=', 'it"s'), is('c', '=', "it's")]],
    [String.raw`a{b="\"q\\\n\t\r"}`, 'a', [is('b', '=', '"q\\\n\t\r')]],
    [String.raw`a{b='\'q'}`, 'a', [is('b', '=', "'q")]],
    ['a{b=`\\d"\n\'`}', 'a', [is('b', '=', '\\d"\n\'')]],
    ['a{b=""}', 'a', [is('b', '=', '')]],
    ['a{_b1="c"}', 'a', [is('_b1', '=', 'c')]],
  ])('%s is read', (written, name, matchers) => {
    expect(parseSelector(written)).toEqual({ name, matchers });
  });

  test.each([
    ['nothing', ''],
    ['empty braces', '{}'],
    ['a function', 'rate(a[5m])'],
    ['a range', 'a[5m]'],
    ['a sum', 'a + b'],
    ['two names', 'a b'],
    ['braces that do not close', 'a{b="c"'],
    ['braces that do not close after a comma', 'a{b="c",'],
    ['braces that only open', 'a{'],
    ['matchers without a comma', 'a{b="c" d="e"}'],
    ['a comma alone', 'a{,}'],
    ['two commas', 'a{b="c",,}'],
    ['a label without a value', 'a{b=}'],
    ['a label without an operator', 'a{b "c"}'],
    ['an operator of its own', 'a{b=="c"}'],
    ['a value without a label', 'a{="c"}'],
    ['a label with a colon', 'a{b:c="d"}'],
    ['a label that begins with a digit', 'a{1b="c"}'],
    ['a name that begins with a digit', '1a'],
    ['text that does not end', 'a{b="c}'],
    ['text over two lines', 'a{b="c\nd"}'],
    ['text in single quotes over two lines', "a{b='c\nd'}"],
    ['an escape that only Go has', String.raw`a{b="\x41"}`],
    ["the other quote's escape", String.raw`a{b="\'"}`],
    ["the other quote's escape in single ones", String.raw`a{b='\"'}`],
    ['something behind it', 'a{b="c"} offset 5m'],
    ['something before it', '-a'],
  ])('is not %s', (_, written) => {
    expect(parseSelector(written)).toBeNull();
  });
});
