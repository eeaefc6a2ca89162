import { describe, expect, test } from 'vitest';
import { wordsOf } from './index.ts';

describe('a key that stands elsewhere is told where', () => {
  test.each([
    ['it stands beside ratio, not inside of it', ['fail_above', 'review_above', 'objective', 'counter']],
    ['it stands inside of ratio, and as a time inside of watch', ['at_least']],
    ['it stands beside histogram, in the place of bad and total', ['slower_than']],
    ['it stands inside of rollback.limits', ['per_hour', 'per_day', 'cooldown']],
    ['known here: mode, x-ray', ['frobnicate', 'constructor']],
    ['did you mean "mode"?', ['mod', 'node']],
    ['keys that begin with x- stand at the top of the file only', ['x-ray']],
  ])('%s', (cure, keys) => {
    const cures = keys.map((key) => wordsOf('unknown-key', { key, known: ['mode', 'x-ray'] }, 1).cure);
    expect(new Set(cures)).toEqual(new Set([cure]));
  });
});

describe('a mode of another tool is told as ours', () => {
  const options = ['observe', 'recommend', 'act'];

  test.each([
    ['enforce', 'act'],
    ['active', 'act'],
    ['Dry-Run', 'observe'],
    ['dryrun', 'observe'],
    ['suggest', 'recommend'],
    ['observed', 'observe'],
    ['constructor', 'observe, recommend or act'],
    [true, 'observe, recommend or act'],
  ])('%s', (written, mode) => {
    expect(wordsOf('not-one-of', { options }, written).cure).toBe(`write ${mode}`);
  });

  test('where modes are asked for', () => {
    expect(wordsOf('not-one-of', { options: ['higher', 'lower'] }, 'enforce').cure).toBe(
      'write higher or lower',
    );
  });
});

test.each([
  ['apps/checkout', '[apps/checkout]'],
  ['a.b:c-d', '[a.b:c-d]'],
  ['apps/a b', '["apps/a b"]'],
  ['*.tf', '["*.tf"]'],
  ['a\n*', '["a *"]'],
  [5, '[5]'],
  [{ a: 1 }, '[…]'],
])('a list is expected in the place of %j', (value, list) => {
  expect(wordsOf('expected-list', {}, value).sentence).toBe(`expected a list: ${list}`);
});

test.each([
  [{ 'app="a"': null }, `quote it: '{app="a"}'`],
  [['a'], `quote it: '["a"]'`],
  [1, 'write "1"'],
  [null, 'write "null"'],
])('a text is expected in the place of %j', (value, cure) => {
  expect(wordsOf('expected-text', {}, value).cure).toBe(cure);
});

test.each([
  ['write false', ['no', 'No', 'off', 'N']],
  ['write true', ['yes', 'on', 'y', 'none', 'casino', 1]],
])('%s is the cure', (cure, values) => {
  expect(new Set(values.map((value) => wordsOf('expected-boolean', {}, value).cure))).toEqual(
    new Set([cure]),
  );
});

test.each([
  [undefined, 'expected keys with values'],
  [3, 'expected keys with values, got 3'],
])('keys are expected in the place of %j', (value, sentence) => {
  expect(wordsOf('expected-object', {}, value).sentence).toBe(sentence);
});
