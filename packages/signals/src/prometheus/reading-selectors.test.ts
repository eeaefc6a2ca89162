import { parseSelector, patternOf } from '@backout/policy';
import { describe, expect, test } from 'vitest';
import { matching } from './matching.ts';

describe('a selector', () => {
  test.each([
    ['up', { name: 'up', matchers: [] }],
    ['a:b_total{}', { name: 'a:b_total', matchers: [] }],
    ['{app="x"}', { name: null, matchers: [{ label: 'app', operator: '=', value: 'x' }] }],
    [
      'x { a = "1", b!=\'2\',c=~`3`, d!~"4", }',
      {
        name: 'x',
        matchers: [
          { label: 'a', operator: '=', value: '1' },
          { label: 'b', operator: '!=', value: '2' },
          { label: 'c', operator: '=~', value: '3' },
          { label: 'd', operator: '!~', value: '4' },
        ],
      },
    ],
    [
      'x{path="/a,b}{c=\\"d\\"",code=~`5\\d"`}',
      {
        name: 'x',
        matchers: [
          { label: 'path', operator: '=', value: '/a,b}{c="d"' },
          { label: 'code', operator: '=~', value: '5\\d"' },
        ],
      },
    ],
    ['x{a="\\\\\\n\\t"}', { name: 'x', matchers: [{ label: 'a', operator: '=', value: '\\\n\t' }] }],
    ["x{a='it\\'s'}", { name: 'x', matchers: [{ label: 'a', operator: '=', value: "it's" }] }],
  ])('%s is read', (written, selector) => {
    expect(parseSelector(written)).toEqual(selector);
  });

  test.each([
    '',
    '{}',
    'x[5m]',
    'x offset 5m',
    'rate(x[5m])',
    'x{a="1"',
    'x{a}',
    'x{a="1" b="2"}',
    'x{,}',
    'x{a="1",,}',
    'x{a==1}',
    'x{a="\\x41"}',
    'x{a="\\\'"}',
    '{"my.metric", a="1"}',
    'x{a="1"} # and more',
    'x{a="\n"}',
  ])('%j is left to the server', (written) => {
    expect(parseSelector(written)).toBeNull();
  });
});

describe('a series is one of', () => {
  const labels = { __name__: 'x', app: 'web', code: '500', path: '/a\nb' };
  test.each([
    ['x', true],
    ['y', false],
    ['x{app="web"}', true],
    ['x{app="we"}', false],
    ['x{app!="web"}', false],
    ['x{app!="api"}', true],
    ['x{code=~"5.."}', true],
    ['x{code=~"5"}', false],
    ['x{code=~"5|500"}', true],
    ['x{code=~"50|00"}', false],
    ['x{code!~"5.."}', false],
    ['x{code!~"5."}', true],
    ['x{zone=""}', true],
    ['x{zone!=""}', false],
    ['x{zone=~".*"}', true],
    ['x{zone=~".+"}', false],
    ['x{zone=~"|a"}', true],
    ['x{zone!~"a"}', true],
    ['x{constructor=""}', true],
    ['x{toString=~".+"}', false],
    ['x{path=~"/a.b"}', true],
    ['{__name__=~"x|y",app="web"}', true],
  ])('%s: %s', (written, isOne) => {
    const selector = parseSelector(written);
    expect(selector && matching(selector)?.(labels)).toBe(isOne);
  });
});

describe('a pattern', () => {
  test.each([
    '5..',
    '5[0-9]{2}',
    '(?:a|b)?c',
    '1([.]0)?',
    'a\\.b',
    '[^a-c_-]+',
    '\\d+',
    '',
    'a|',
    '/a/b',
    'ü€',
    '^a$',
  ])('%j is read as the server reads it', (source) => {
    expect(patternOf(source)).not.toBeNull();
  });

  test.each([
    '(?i)a',
    '(?i:a)',
    '(?s).',
    '(?P<n>a)',
    '(?<n>a)',
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '\\pN',
    '\\p{L}',
    '\\z',
    '\\A',
    '\\C',
    '\\Qa.b\\E',
    '\\x{41}',
    '\\s',
    '\\b',
    '(a)\\1',
    '[[:alpha:]]',
    '[]a]',
    '[^]a]',
    '[][a]',
    '[a-\\d]',
    '(',
    'a**',
    'a++',
    'a{,5}',
    '{',
    '(a+)+',
    '(a|a)*',
    '(a){9}',
  ])('%j is left to the server', (source) => {
    expect(patternOf(source)).toBeNull();
  });
});
