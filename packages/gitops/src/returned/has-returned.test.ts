import { type Sha, sha256 } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import type { Entry } from './changed-between.ts';
import { contentOf } from './content.ts';
import { hasReturned } from './has-returned.ts';

type Written = string | null | { readonly link: string };
type Files = Readonly<Record<string, readonly [bad: Written, good: Written, now: Written]>>;

function content(path: string, written: Written) {
  const text = written === null || typeof written === 'string' ? written : written.link;
  const id = sha256(text ?? '') as unknown as Sha;
  const entry: Entry = written === null ? null : { type: typeof written === 'string' ? 'file' : 'link', id };
  return contentOf(path, entry, new Map([[id, text !== null && text.length > 1_000_000 ? null : text]]));
}

/** @param files each as it was before the revert, behind it, and as it is now @param others that changed since, or are new */
function returned(
  files: Files,
  others: Readonly<Record<string, Written | readonly [good: Written, now: Written]>> = {},
) {
  return hasReturned(
    Object.entries(files).map(([path, [bad, good, now]]) => ({
      path,
      bad: content(path, bad),
      good: content(path, good),
      now: content(path, now),
    })),
    Object.entries(others).map(([path, now]) => {
      const [before, after] = Array.isArray(now) ? now : [null, now];
      return { path, good: content(path, before), now: content(path, after) };
    }),
  );
}

const one = (bad: Written, good: Written, now: Written) => returned({ 'a.yaml': [bad, good, now] });

const deployment = (image: string, more = '') =>
  `kind: Deployment\nmetadata: { name: web${more} }\nspec: { replicas: 2, template: { spec: { containers: [{ name: web, image: ${image} }] } } }\n`;

describe('what a revert took back is there again', () => {
  test.each([
    ['as it was', 'a: 2', 'a: 1', 'a: 2'],
    ['beside another value', 'a: 2', 'a: 1', 'a: 2\nb: 1\n'],
    ['in another format', '{ "a": 2, "b": [1] }', 'a: 1\nb: [1]\n', 'b:\n- 1\n# why\na: "2"\n'],
    [
      'as an image, beside another label',
      deployment('app:v2'),
      deployment('app:v1'),
      deployment('app:v2', ', labels: { a: b }'),
    ],
    [
      'as an image, without the count that came with it',
      'image: app:v2\nreplicas: 9\n',
      'image: app:v1\nreplicas: 2\n',
      'image: app:v2\nreplicas: 2\n',
    ],
    [
      'as an image, by its digest as well',
      'image: app:v2',
      'image: app:v1',
      `image: app:v2@sha256:${'2'.repeat(64)}`,
    ],
    [
      'as an image, at another place',
      'web: { image: app:v2 }',
      'web: { image: app:v1 }',
      'web: { image: app:v1 }\nworker: { image: app:v2 }\n',
    ],
    [
      'as an image, from tag and repository',
      'image: { repository: app, tag: v2 }',
      'image: { repository: app, tag: v1 }',
      'image: app:v2',
    ],
    [
      'in a list whose items moved',
      'c: [{ name: a, x: 2 }, { name: b, x: 1 }]',
      'c: [{ name: a, x: 1 }, { name: b, x: 1 }]',
      'c: [{ name: b, x: 1 }, { name: a, x: 2 }]',
    ],
    ['in a list of words', 'args: [a, --fast]', 'args: [a]', 'args: [--fast, a]'],
    ['as something that is missing', 'a: 1', 'a: 1\nb: 1\n', 'a: 1\nc: 1\n'],
    ['as a word that a list lacks', 'args: [a]', 'args: [a, --safe]', 'args: [a, c]'],
    ['as nothing at all', 'a: { }\n', 'a: { b: 1 }\n', 'a: {}\n'],
    ['as a file that is gone', null, 'a: 1', null],
    ['as a file that is there', 'a: 1', null, 'a: 1\nb: 1\n'],
    ['in a template', 'a: {{ x }}\nb: 2\n', 'a: {{ x }}\nb: 1\n', '{{- if x }}\na: {{ x }}\n  b: 2\n'],
    [
      'in a file too large to read, byte by byte',
      `a: 2 #${' '.repeat(1_000_000)}`,
      'a: 1',
      `a: 2 #${' '.repeat(1_000_000)}`,
    ],
    ['as a link', { link: 'bad' }, { link: 'good' }, { link: 'bad' }],
    ['as a link in the place of a file', { link: 'bad' }, 'a: 1', { link: 'bad' }],
  ])('%s', (_, bad, good, now) => {
    expect(one(bad, good, now)).toBe('yes');
  });

  test('in a renamed file', () => {
    const gone = { 'a.yaml': [deployment('app:v2'), deployment('app:v1'), null] } as const;
    expect(returned(gone, { 'b.yaml': deployment('app:v2') })).toBe('yes');
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', null] }, { 'b.yaml': 'a: 2\nb: 1\n' })).toBe('yes');
    expect(returned({ 'a.txt': ['a 2', 'a 1', null] }, { 'b.txt': 'a 2' })).toBe('yes');
    expect(
      returned({ 'a.yaml': [{ link: 'bad' }, { link: 'good' }, null] }, { 'b.yaml': { link: 'bad' } }),
    ).toBe('yes');
  });

  test('as an image in what overrides it', () => {
    const stays = { 'a.yaml': [deployment('app:v2'), deployment('app:v1'), deployment('app:v1')] } as const;
    const override = (tag: string) => `kustomize: { images: ["app:${tag}"] }`;
    expect(returned(stays, { '.argocd-source-a.yaml': override('v2') })).toBe('yes');
    expect(returned(stays, { '.argocd-source-a.yaml': [override('v1'), override('v2')] })).toBe('yes');
    expect(returned(stays, { '.argocd-source-a.yaml': [override('v2'), `${override('v2')}\na: 1`] })).toBe(
      'no',
    );
  });

  test('in all of the files that it was in', () => {
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', 'a: 2'], 'b.txt': ['x', 'y', 'x\nz'] })).toBe('yes');
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', 'a: 2'], 'b.yaml': ['# x', '# y', '# y'] })).toBe('yes');
  });
});

describe('what a revert took back is not there', () => {
  test.each([
    ['where the good value is', 'a: 2', 'a: 1', 'a: 1\nb: 2\n'],
    ['where a third value is', 'a: 2', 'a: 1', 'a: 3'],
    [
      'where the good image is',
      deployment('app:v2'),
      deployment('app:v1'),
      deployment('app:v1', ', labels: { a: b }'),
    ],
    ['where another image is', deployment('app:v2'), deployment('app:v1'), deployment('app:v3')],
    [
      'where another digest of its tag is',
      `image: app:v2@sha256:${'2'.repeat(64)}`,
      'image: app:v1',
      `image: app:v2@sha256:${'3'.repeat(64)}`,
    ],
    ['where an image has the tag of another', 'image: app:v2', 'image: app:v1', 'image: proxy:v2'],
    ['where only one of its values is', 'a: 2\nb: 2\n', 'a: 1\nb: 1\n', 'a: 2\nb: 1\n'],
    ['where one has its value at another place', 'a: 2', 'a: 1', 'a: 1\nc: { a: 2 }\n'],
    [
      'where another of a list has its value',
      'c: [{ name: a, x: 2 }, { name: b, x: 1 }]',
      'c: [{ name: a, x: 1 }, { name: b, x: 1 }]',
      'c: [{ name: a, x: 1 }, { name: b, x: 2 }]',
    ],
    ['where it only changed how it is written', 'a: "1" # x', 'a: 1', 'a: "1" # x'],
    ['where what was missing is not', 'a: 1', 'a: 1\nb: 1\n', 'a: 1\nb: 1\nc: 1\n'],
    ['where the file that was gone is there', null, 'a: 1', 'a: 1\nb: 1\n'],
    ['where the file that was there is gone', 'a: 1', null, null],
    ['in a template', 'a: {{ x }}\nb: 2\n', 'a: {{ x }}\nb: 1\n', 'a: {{ x }}\nb: 1\nc: 2\n'],
    ['where another link is', { link: 'bad' }, { link: 'good' }, { link: 'other' }],
    [
      'where a good file too large to read is',
      'a: 2',
      `a: 1 #${' '.repeat(1_000_000)}`,
      `a: 1 #${' '.repeat(1_000_000)}`,
    ],
  ])('%s', (_, bad, good, now) => {
    expect(one(bad, good, now)).toBe('no');
  });

  test('where only one of its files has it', () => {
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', 'a: 2'], 'b.yaml': ['b: 2', 'b: 1', 'b: 1'] })).toBe('no');
  });

  test('where a new file has other values', () => {
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', null] }, { 'b.yaml': 'a: 3', 'c.txt': 'a: 2' })).toBe('no');
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', 'a: 1'] }, { 'b.yaml': 'a: 2' })).toBe('no');
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', null] }, { 'b.yaml': ['a: 1', 'a: 2'] })).toBe('no');
  });

  test('where its image was in another place before it as well', () => {
    const both = (web: string) => `web: { image: app:${web} }\nworker: { image: app:v2 }\n`;
    expect(one(both('v2'), both('v1'), `${both('v1')}b: 1\n`)).toBe('no');
    expect(one(both('v2'), both('v1'), `${both('v2')}b: 1\n`)).toBe('yes');
  });
});

describe('whether it is there is unknown', () => {
  const large = (a: number) => `a: ${a} #${' '.repeat(1_000_000)}`;
  test.each([
    ['where what is there now is too large', 'a: 2', 'a: 1', large(3)],
    ['where what was there is too large', large(2), 'a: 1', 'a: 2'],
    ['where what was there before is too large', 'a: 2', large(1), 'a: 2\nb: 1\n'],
    ['where what is there now is nested too deep', 'a: 2', 'a: 1', '['.repeat(200)],
  ])('%s', (_, bad, good, now) => {
    expect(one(bad, good, now)).toBe('unknown');
  });

  test('where a new file is too large and may hold it', () => {
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', null] }, { 'b.yaml': large(2) })).toBe('unknown');
    expect(
      returned({ 'a.yaml': ['image: app:v2', 'image: app:v1', 'image: app:v1'] }, { 'b.yaml': large(2) }),
    ).toBe('unknown');
    expect(returned({ 'a.yaml': ['a: 2', 'a: 1', 'a: 1'] }, { 'b.yaml': large(2) })).toBe('no');
  });

  test('unless an image is known to be there', () => {
    expect(
      returned({
        'a.yaml': ['image: app:v2', 'image: app:v1', 'image: app:v2'],
        'b.yaml': ['b: 2', 'b: 1', large(1)],
      }),
    ).toBe('yes');
  });
});
