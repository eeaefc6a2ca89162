import { describe, expect, test } from 'vitest';
import { wordsOf } from './index.ts';

describe('a signal that is none', () => {
  const inRatio = 'write ratio: { bad: …, total: … }';
  const either = "write ready: argocd, or errors: { ratio: { bad: '…', total: '…' } }";

  test.each([
    [{ bad: 'a_total' }, inRatio],
    [{ total: 'a_total' }, inRatio],
    [{ histogram: 'a_seconds' }, 'write ratio: { histogram: …, slower_than: … }'],
    [{ url: 'https://a.example.com' }, either],
    ['prometheus', either],
    [null, either],
  ])('%j is told as what it looks like', (value, cure) => {
    expect(wordsOf('signal', {}, value).cure).toBe(cure);
  });
});

test.each([
  [1, 'checkout has 1 signal, so 2 of them never agree'],
  [0, 'checkout has 0 signals, so 2 of them never agree'],
])('%d signals are too few', (signals, sentence) => {
  expect(wordsOf('too-few-signals', { application: 'checkout', signals, required: 2 }, 2).sentence).toBe(
    sentence,
  );
});

test.each([
  ['chekout', 'did you mean "checkout"?'],
  ['database', 'add it, or take it out'],
])('a dependency on %s, which is no application', (name, cure) => {
  expect(wordsOf('unknown-dependency', { name, known: ['checkout', 'payments'] }, [name]).cure).toBe(cure);
});

test.each([
  ['defaults', 'write &defaults where its value stands first'],
  ['a-b_1', 'write &a-b_1 where its value stands first'],
  ['*/secrets', 'quote a pattern: "**/secrets"'],
  ['a.tf', 'quote a pattern: "*a.tf"'],
])('an alias of %s, which has no anchor', (alias, cure) => {
  expect(wordsOf('unknown-alias', { alias }, null).cure).toBe(cure);
});
