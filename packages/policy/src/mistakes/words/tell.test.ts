import { describe, expect, test } from 'vitest';
import { either, shown } from './tell.ts';

test.each([
  [['act'], 'act'],
  [['act', 'observe'], 'act or observe'],
  [['act', 'observe', 'dry run'], 'act, observe or dry run'],
])('%j are told as one sentence', (options, sentence) => {
  expect(either(options)).toBe(sentence);
});

describe('a value is shown', () => {
  test.each([
    ['a text as it is', 'act', 'act'],
    ['a text in one line, with single spaces', '  a \n\t b  ', 'a b'],
    ['a number', 1.5, '1.5'],
    ['a yes', true, 'true'],
    ['nothing', null, 'null'],
    ['what is not there', undefined, 'undefined'],
    ['a list', ['a', 1], '["a",1]'],
    ['a list of nothing', [null], '[null]'],
    ['an object', { a: 1 }, '{"a":1}'],
    ['an empty object', {}, '{}'],
    ['an object of which one key has no value', { a: null, b: 1 }, '{"a":null,"b":1}'],
    ['a selector that YAML has read as keys', { 'app="a"': null, 'code="5"': null }, '{app="a", code="5"}'],
    ['a text of sixty characters', 'a'.repeat(60), 'a'.repeat(60)],
    ['the begin of a longer text', 'a'.repeat(61), `${'a'.repeat(59)}…`],
    ['the begin of a larger object', { a: 'b'.repeat(99) }, `{"a":"${'b'.repeat(53)}…`],
  ])('%s', (_, value, text) => {
    expect(shown(value)).toBe(text);
  });
});
