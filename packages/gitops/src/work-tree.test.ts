import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesOfWorkTree } from './work-tree.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-work-tree-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('all files are told from the root, also from below it: new ones are, ignored ones are not', async () => {
  await simpleGit(folder).init();
  await mkdir(join(folder, 'apps/käse'), { recursive: true });
  for (const [path, text] of [
    ['.gitignore', 'secret.yaml\n'],
    ['apps/käse/added.yaml', ''],
    ['apps/käse/new.yaml', ''],
    ['apps/käse/secret.yaml', ''],
  ] as const)
    await writeFile(join(folder, path), text);
  await simpleGit(folder).add('apps/käse/added.yaml');
  const told = await filesOfWorkTree(join(folder, 'apps'));
  expect(told).toEqual({
    outcome: 'files',
    files: expect.arrayContaining(['.gitignore', 'apps/käse/added.yaml', 'apps/käse/new.yaml']),
  });
  expect(told).toHaveProperty('files.length', 3);
});

test('outside of a work tree there are none', async () => {
  expect(await filesOfWorkTree(folder)).toEqual({ outcome: 'no-work-tree' });
  await simpleGit(folder).init(true);
  expect(await filesOfWorkTree(folder)).toEqual({ outcome: 'no-work-tree' });
});

test('no program that a repository names is started', async () => {
  const git = simpleGit(folder);
  await git.init();
  const started = join(folder, 'started');
  await writeFile(join(folder, 'monitor'), `#!/bin/sh\ntouch ${started}\n`, { mode: 0o755 });
  await writeFile(
    join(folder, '.git/config'),
    `[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ${join(folder, 'monitor')}\n`,
  );
  expect(await filesOfWorkTree(folder)).toEqual({ outcome: 'files', files: ['monitor'] });
});
