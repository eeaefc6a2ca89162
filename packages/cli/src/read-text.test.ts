import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readText } from './read-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-read-'));
  await symlink('loop', join(folder, 'loop'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['absent.yml', 'there is no such file'],
  ['.', 'it is a folder: name the file in it'],
  ['loop', 'it is a link to itself'],
  ['absent.yml\0', 'it cannot be read (ERR_INVALID_ARG_VALUE)'],
])('%j is told to be unreadable', async (name, unreadable) => {
  expect(await readText(`${folder}/${name}`)).toEqual({ unreadable });
});

test('bytes that are no UTF-8 are marked', async () => {
  const path = join(folder, 'latin');
  await writeFile(path, Buffer.from('caf\u00e9', 'latin1'));
  expect(await readText(path)).toEqual({ text: 'caf\uFFFD' });
});

test('of a file without end no more is read than a policy may have', async () => {
  const path = join(folder, 'large');
  await writeFile(path, '');
  await truncate(path, 8_000_000_000);
  const read = await readText(path);
  expect('text' in read && read.text.length).toBe(4_000_005);
});
