import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChanges } from './changes.ts';
import { openGit } from './git.ts';
import { readImageChanges } from './images.ts';
import { readRange } from './range.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;

async function read(before: Files, after: Files, argocd = 'checkout') {
  const previous = await repository.commit({ files: before });
  const tip = await repository.commit({ files: after });
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const { between } = await readChanges(git, await readRange(git, previous, tip), ['.']);
  const { images, unread } = await readImageChanges(git, between, argocd);
  const changes = images.map(({ name, from, to }) => `${name} ${from?.tag ?? null} -> ${to?.tag ?? null}`);
  return { images: changes, unread: unread.map(({ path, reason }) => `${path} ${reason}`) };
}

const image = (tag: string) => `image: acme/web:${tag}\n`;

test('a file that cannot be read on one side says nothing of its images, and that it says nothing', async () => {
  const big = image('v2') + '# \n'.repeat(400_000);
  expect(
    await read(
      {
        'a/big.yaml': image('v1'),
        'a/template.yaml': `{{- if .Values.web }}\n${image('v1')}`,
        'a/c.yaml': image('v1'),
      },
      { 'a/big.yaml': big, 'a/template.yaml': image('v2'), 'a/c.yaml': image('v2') },
    ),
  ).toEqual({
    images: ['acme/web v1 -> v2'],
    unread: ['a/big.yaml too-large', 'a/template.yaml not-yaml'],
  });
});

test('files that are large together are read as far as they are not', async () => {
  const large = (tag: string, at: number) => `${image(tag)}x: ${'x'.repeat(900_000)}\ny: ${at}\n`;
  const files = (tag: string) => ({ 'b/1.yaml': large(tag, 1), 'b/2.yaml': large(tag, 2) });
  const { images, unread } = await read(files('v1'), files('v2'));
  expect([images, unread]).toEqual([['acme/web v1 -> v2'], ['b/2.yaml too-large']]);
});

test('a mass change has no images, and says so of each file', async () => {
  const files = (count: number, tag: string) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`c/${index}.yaml`, image(tag)]));
  expect(await read(files(20, 'v1'), files(20, 'v2'))).toEqual({ images: ['acme/web v1 -> v2'], unread: [] });
  const many = await read(files(21, 'v3'), files(21, 'v4'));
  expect(many.images).toEqual([]);
  expect(many.unread).toHaveLength(21);
  expect(many.unread[0]).toBe('c/0.yaml mass-change');
});

test('a hundred images in one file are a mass change as well', async () => {
  const list = (count: number, tag: string) =>
    `i:\n${Array.from({ length: count }, (_, index) => `- image: acme/web${index}:${tag}\n`).join('')}`;
  expect((await read({ 'd.yaml': list(100, 'v1') }, { 'd.yaml': list(100, 'v2') })).images).toHaveLength(100);
  expect(await read({ 'd.yaml': list(101, 'v1') }, { 'd.yaml': list(101, 'v2') })).toEqual({
    images: [],
    unread: ['d.yaml mass-change'],
  });
});

const override = (tag: string) => `kustomize: { images: ["acme/web:${tag}"] }\n`;

test.each([
  ['checkout', '.argocd-source-checkout.yaml', true],
  ['checkout', '.argocd-source-argocd_checkout.yaml', true],
  ['checkout', '.argocd-source-payments.yaml', false],
  ['checkout', '.argocd-source-argocd_payments.yaml', false],
  ['checkout', '.argocd-source-checkout-eu.yaml', false],
  ['checkout', '.argocd-source.yaml', true],
  ['team-a/checkout', '.argocd-source-team-a_checkout.yaml', true],
  ['team-a/checkout', '.argocd-source-checkout.yaml', true],
  ['team-a/checkout', '.argocd-source-team-b_checkout.yaml', false],
])('the images of %s are in %s: %s', async (argocd, name, isOwn) => {
  const file = `e/${name}`;
  const { images } = await read({ [file]: override('v1') }, { [file]: override('v2') }, argocd);
  expect(images).toEqual(isOwn ? ['acme/web v1 -> v2'] : []);
});

test('a file that came or went brings and takes its images', async () => {
  expect((await read({ 'f/a.yaml': image('v1') }, { 'f/a.yaml': null })).images).toEqual([
    'acme/web v1 -> null',
  ]);
  expect((await read({}, { 'f/a.yaml': image('v1') })).images).toEqual(['acme/web null -> v1']);
});

test('what is no manifest is not asked', async () => {
  expect(await read({ 'g/README.md': image('v1') }, { 'g/README.md': image('v2') })).toEqual({
    images: [],
    unread: [],
  });
});
