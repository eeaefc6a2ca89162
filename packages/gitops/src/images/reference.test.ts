import { expect, test } from 'vitest';
import { imageOf, imageReference } from './reference.ts';

const digest = `sha256:${'9'.repeat(64)}`;

test.each([
  ['nginx', { name: 'nginx', tag: null, digest: null }],
  ['nginx:1.29', { name: 'nginx', tag: '1.29', digest: null }],
  ['ghcr.io/acme/web', { name: 'ghcr.io/acme/web', tag: null, digest: null }],
  ['registry:5000/web', { name: 'registry:5000/web', tag: null, digest: null }],
  ['registry:5000/web:v1', { name: 'registry:5000/web', tag: 'v1', digest: null }],
  [`acme/web@${digest}`, { name: 'acme/web', tag: null, digest }],
  [`registry:5000/acme/web:v1@${digest}`, { name: 'registry:5000/acme/web', tag: 'v1', digest }],
])('%s is an image', (text, reference) => {
  expect(imageReference(text)).toEqual(reference);
});

test.each([
  ['nothing', ''],
  ['a template', '{{ .Values.image }}:v1'],
  ['a variable', '$REGISTRY/web:v1'],
  ['an address', 'https://acme.example/web'],
  ['a name with a space', 'acme web'],
  ['a name with a line break', 'acme/web\n'],
  ['a name of 256 characters', 'a'.repeat(256)],
  ['a tag of 129 characters', `acme/web:${'1'.repeat(129)}`],
  ['a tag of a slash', 'acme/web:a/b:'],
  ['a digest of 129 digits', `acme/web@sha256:${'9'.repeat(129)}`],
  ['a digest without an algorithm', 'acme/web@9999'],
  ['an empty digest', 'acme/web:v1@'],
  ['two digests', `acme/web@${digest}@${digest}`],
])('%s is none', (_, text) => {
  expect(imageReference(text)).toBeNull();
});

test('the longest name, tag and digest are an image', () => {
  const [name, tag, long] = ['a'.repeat(255), '1'.repeat(128), `sha512:${'9'.repeat(128)}`];
  expect(imageReference(`${name}:${tag}@${long}`)).toEqual({ name, tag, digest: long });
});

test('a name stands beside a tag, a digest, both or none', () => {
  expect(['v1', `@${digest}`, `v1@${digest}`, ''].map((version) => imageOf('acme/web', version))).toEqual([
    { name: 'acme/web', tag: 'v1', digest: null },
    { name: 'acme/web', tag: null, digest },
    { name: 'acme/web', tag: 'v1', digest },
    { name: 'acme/web', tag: null, digest: null },
  ]);
});
