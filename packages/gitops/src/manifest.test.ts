import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isManifest, manifestDocuments } from './manifest.ts';

/** Maps as plain objects, for literal expectations. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

function read(text: string): unknown {
  const read = manifestDocuments(text);
  return 'unread' in read ? read.unread : read.documents.map(plain);
}

describe('a manifest', () => {
  test.each([
    [
      'numbers as they are written',
      'a: 1.10\nb: 6801028\nc: 72044e07\n',
      { a: '1.10', b: '6801028', c: '72044e07' },
    ],
    [
      'nothing as null, and a quoted word as the word',
      'a:\nb: ~\nc: "null"\n',
      { a: null, b: null, c: 'null' },
    ],
    ['text over lines', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n', { a: 'x\ny\n', b: 'x y' }],
    ['what is marked as text', 'a: !!str 1\n', { a: '1' }],
    ['a value below its comment', 'a: # why\n  b\n', { a: 'b' }],
    ['JSON with tabs', '{\n\t"a": {\n\t\t"b": [1,\n\t2]}}', { a: { b: ['1', '2'] } }],
    ['lines as Windows ends them, after a mark', '\uFEFFa: 1\r\nb: 2\r\n', { a: '1', b: '2' }],
    ['an alias', 'a: &x { b: 1 }\nc: *x\n', { a: { b: '1' }, c: { b: '1' } }],
    ['an anchored key', '&x a: 1\nb: *x\n*x : 2\n', 'not-yaml'],
    ['the newest anchor of a name', 'a: &x 1\nb: &x 2\nc: *x\n', { a: '1', b: '2', c: '2' }],
    [
      'merged keys below its own',
      'x: &x { a: 1, b: 2 }\ny:\n  <<: *x\n  b: 3\n',
      { x: { a: '1', b: '2' }, y: { a: '1', b: '3' } },
    ],
    ['the first of merged lists', '<<: [{ a: 1 }, { a: 2, b: 2 }]\n', { a: '1', b: '2' }],
    ['a key that objects have', '__proto__: { a: 1 }\n', Object.fromEntries([['__proto__', { a: '1' }]])],
  ])('has %s', (_, text, value) => {
    expect(read(text)).toEqual(typeof value === 'string' ? value : [value]);
  });

  test('has several documents, and empty ones', () => {
    expect(read('a: 1\n---\n---\n- b\n...\nc\n')).toEqual([{ a: '1' }, null, ['b'], 'c']);
    expect([read(''), read('# only words\n')]).toEqual([[], []]);
  });

  test.each([
    ['a template', 'a: {{ .Values.a }}\n'],
    ['a template that is a whole line', '{{- if .Values.a }}\na: 1\n{{- end }}\n'],
    ['a bracket that nobody closes', 'a: [1\n'],
    ['an alias of nothing', 'a: *x\n'],
    ['an alias before its anchor', 'a: *x\nb: &x 1\n'],
    ['an alias of another document', 'a: &x 1\n---\nb: *x\n'],
    ['an alias inside of what it stands for', 'a: &x [*x]\n'],
    ['a key that is there twice', 'a: 1\na: 2\n'],
    ['a key that is there twice by an alias', '? &x a\n: 1\n? *x\n: 2\n'],
    ['a merge of what has no keys', '<<: 1\n'],
    ['a merge in quotes, which not all merge', '"<<": { a: 1 }\n'],
    ['a tag that may stand for another text', 'kind: !!binary U2VjcmV0\n'],
    ['a tag of a program', '!sops\na: 1\n'],
    ['a set', '!!set { a, b }\n'],
    ['control characters', 'a: 1\0\n'],
    ['a line break of YAML 1.1 alone', 'a: 1\u2028b: 2\n'],
    ['a carriage return alone', 'a: 1\rb: 2\n'],
    ['what was no UTF-8', 'a: \uFFFD\n'],
  ])('with %s says that it is not YAML', (_, text) => {
    expect(read(text)).toBe('not-yaml');
  });

  test.each([
    ['is longer than a megabyte', `a: ${'x'.repeat(1_000_000)}`, 'too-large'],
    ['has a key longer than a line may have', `? ${'k'.repeat(1_025)}\n: 1\n`, 'too-large'],
    ['has more lines than anybody wrote', 'a:\n- b\n'.repeat(20_000), 'too-large'],
    ['is one error after the other', ']'.repeat(999_999), 'too-large'],
    ['is brackets in brackets', `${'['.repeat(101)}${']'.repeat(101)}`, 'too-deep'],
    ['opens brackets without an end', '[{'.repeat(400_000), 'too-deep'],
    ['is lists in lists', `${'- '.repeat(200)}a`, 'too-deep'],
    ['is lists in lists, more than the parser can call itself for', `${'- '.repeat(30_000)}a`, 'too-deep'],
    ['doubles with each anchor', doubling(30), 'too-many-anchors'],
    ['doubles with the last anchor', `${doubling(15)}last: [*a15, *a15]\n`, 'too-many-anchors'],
    ['merges the same keys again and again', merging(2_000), 'too-many-anchors'],
  ])('that %s says so', (_, text, unread) => {
    expect(read(text)).toBe(unread);
  });

  test('of thousands of anchors and aliases is read', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `- &a${index} 1\n- *a${index}\n`).join('');
    expect(read(text)).toEqual([Array.from({ length: 10_000 }, () => '1')]);
  });

  test('has what a program wrote as JSON, whatever it is', () => {
    const json = fc
      .jsonValue({ depthSize: 'small' })
      .filter((value) => !JSON.stringify(value).includes('\u007f'));
    fc.assert(
      fc.property(json, (value) => {
        expect(read(JSON.stringify(value))).toEqual([asText(value)]);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test('is read without an exception, whatever it is', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '? ',
      '[',
      '}',
      '&a ',
      '*a',
      '|',
      '"',
      '!',
      '#',
      '%',
      '---',
      '<<',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        read(pieces.join(''));
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});

/** A line stands for twice as much as the one before. */
function doubling(lines: number): string {
  const each = Array.from(
    { length: lines },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`,
  );
  return `a0: &a0 1\n${each.join('')}`;
}

function merging(times: number): string {
  const keys = Array.from({ length: 1_000 }, (_, index) => `  k${index}: 1\n`).join('');
  return `x: &x\n${keys}y:\n${'- <<: *x\n'.repeat(times)}`;
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (value === null || typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}

test.each([
  ['apps/a.yaml', true],
  ['apps/a.yml', true],
  ['apps/a.json', true],
  ['apps/Kustomization', true],
  ['Kustomization', true],
  ['apps/.argocd-source-web.yaml', true],
  ['apps/values.yaml.gotmpl', false],
  ['apps/MyKustomization', false],
  ['apps/a.txt', false],
])('%s is a manifest: %s', (path, is) => {
  expect(isManifest(path)).toBe(is);
});
