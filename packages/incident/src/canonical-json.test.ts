import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from './canonical-json.ts';

test('what is hashed is written in one way, whatever the order of its keys', () => {
  expect(canonicalJson({ b: [1, 'x'], a: { d: null, c: true } })).toBe(
    '{"a":{"c":true,"d":null},"b":[1,"x"]}',
  );
  expect(sha256(canonicalJson({ a: 1, b: 2 }))).toBe(sha256(canonicalJson({ b: 2, a: 1 })));
});

test('what JSON has no word for is not written', () => {
  expect(() => canonicalJson(undefined)).toThrow(new TypeError('not a JSON value'));
});

test('a digest is the sha256 of the text, in hex', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
