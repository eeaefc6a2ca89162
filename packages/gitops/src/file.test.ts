import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Change, readChanges } from './changes.ts';
import { fetchBlobs, readBlob } from './file.ts';
import { type Git, openGit } from './git.ts';
import { readImageChanges } from './images.ts';
import { readKinds } from './kinds.ts';
import { readRange } from './range.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = (kind: string, tag: string) => `apiVersion: v1\nkind: ${kind}\nimage: shop/web:${tag}\n`;

/** A change of three manifests whose contents are not local yet, and a repository that can go away. */
async function opened(name: string): Promise<{ git: Git; change: Change; goAway: () => Promise<void> }> {
  const repository = await createRepository(join(folder, `${name}.git`));
  const files = (tag: string) => ({
    'a.yaml': manifest('Deployment', tag),
    'b.yaml': manifest('Service', tag),
    'c.yaml': manifest('Job', tag),
  });
  const previous = await repository.commit({ files: files('one') });
  const tip = await repository.commit({ files: files('two') });
  const git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const [change] = (await readChanges(git, await readRange(git, previous, tip), ['.'])).changes;
  if (change === undefined) throw new Error('no change');
  return { git, change, goAway: () => rename(repository.directory, `${repository.directory}.gone`) };
}

const blobsOf = ({ paths }: Change) => paths.flatMap(({ from, to }) => [from, to]);

test('contents that were fetched together are read without another request', async () => {
  const { git, change, goAway } = await opened('together');
  await using _ = git;
  await fetchBlobs(git, [...blobsOf(change), null]);
  await goAway();
  expect(await readKinds(git, change)).toEqual(['Deployment', 'Job', 'Service']);
  const { images } = await readImageChanges(git, change.paths, 'app');
  expect(images).toMatchObject([{ from: { tag: 'one' }, to: { tag: 'two' } }]);
});

test('the images of a change bring all of its manifests at once', async () => {
  const { git, change, goAway } = await opened('images');
  await using _ = git;
  const asked: string[] = [];
  const spied: Git = {
    ...git,
    run: async (...args) => {
      if (args[0] === 'fetch')
        asked.push(
          args
            .filter((arg) => /^[0-9a-f]{40}$/.test(arg))
            .sort()
            .join(' '),
        );
      return git.run(...args);
    },
  };
  await readImageChanges(spied, change.paths, 'app');
  expect(asked).toEqual([blobsOf(change).sort().join(' ')]);
  await goAway();
  for (const blob of blobsOf(change)) expect(await readBlob(git, blob as Sha)).toContain('image');
});

test('a content that cannot be had fails where it is read, and not before', async () => {
  const { git, change } = await opened('lost');
  await using _ = git;
  const nowhere = '1'.repeat(40) as Sha;
  await fetchBlobs(git, [nowhere]);
  expect(await readKinds(git, change)).toHaveLength(3);
  await expect(readBlob(git, nowhere)).rejects.toThrow();
});

test('contents of a whole repository are asked for in requests that a command line can hold', async () => {
  const asked: string[][] = [];
  const git = { run: async (...args: string[]) => asked.push(args) } as unknown as Git;
  const ids = Array.from({ length: 2_500 }, (_, index) => index.toString(16).padStart(40, '0') as Sha);
  await fetchBlobs(git, [...ids, null, ...ids]);
  const wanted = asked.map((args) => args.slice(args.indexOf('origin') + 1));
  expect(wanted.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
  expect(wanted.flat()).toEqual(ids);
});
