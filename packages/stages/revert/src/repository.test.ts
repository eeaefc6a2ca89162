import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGit } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { createRepository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { repositoryOver } from './repository.ts';
import { fakeRepository } from './testing/fake-repository.ts';
import { pushing, type Subject } from './testing/pushing.ts';
import { context, sha } from './testing/regression.ts';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pushing-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function overGit(): Promise<Subject> {
  const folder = await mkdtemp(join(scratch, 'repo-'));
  const remote = await createRepository(join(folder, 'r.git'));
  const before = await remote.commit({ files: { a: '1' } });
  const tip = await remote.commit({ files: { a: '2' } });
  const git = await openGit({ url: `file://${remote.directory}`, token: null, scratch: folder });
  await git.read('fetch', '--quiet', 'origin', tip);
  return {
    repository: repositoryOver(git, '.backout.yml'),
    tree: (await git.read('rev-parse', `${before}^{tree}`)).trim() as Sha,
    branch: () => remote.tip(),
    lock: async (ref) =>
      ((await remote.git('for-each-ref', '--format=%(objectname)', ref)).trim() || null) as Sha | null,
    moveOn: async () => {
      await remote.commit({ files: { b: '1' } });
    },
    moveBack: async () => {
      await remote.git('update-ref', 'refs/heads/main', before);
    },
    stop: async () => {
      await remote.git('update-ref', 'refs/backout/stop', before);
    },
    [Symbol.asyncDispose]: () => git[Symbol.asyncDispose](),
  };
}

async function inMemory(): Promise<Subject> {
  const repository = fakeRepository(sha('e'), () => context);
  return {
    repository,
    tree: sha('3'),
    branch: async () => repository.tip,
    lock: async (ref) => repository.refs.get(ref) ?? null,
    moveOn: async () => {
      repository.tip = sha('f');
    },
    moveBack: async () => {
      repository.tip = sha('d');
    },
    stop: async () => {
      repository.refs.set('refs/backout/stop', sha('d'));
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

describe.each([
  ['over git', overGit],
  ['in memory, for the tests of the stage', inMemory],
])('pushing %s', (_, open) => {
  test.each(pushing)('$name', async ({ holds }) => {
    await using subject = await open();
    await holds(subject);
  });
});
