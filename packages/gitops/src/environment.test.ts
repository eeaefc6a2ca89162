import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RevertRef } from '@backout/incident';
import { type Answer, startServer } from '@backout/world/http-server';
import { createRepository, type Repository } from '@backout/world/repository';
import { configureHome } from '@backout/world/runner';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readAdvertisement } from './advertisement.ts';
import { readChanges } from './changes.ts';
import { gitEnvironment } from './environment.ts';
import { openGit } from './git.ts';
import { planInverse } from './inverse.ts';
import { writeCommit } from './object.ts';
import { pushRevert } from './push/index.ts';
import { readRange } from './range.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
  repository = await createRepository(join(folder, 'r.git'));
  const home = join(folder, 'home');
  await mkdir(home);
  for (const [name, value] of Object.entries(await configureHome(home))) vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const submodule = (digit: string) => ({ mode: '160000', content: digit.repeat(40) }) as const;

test('where somebody has configured git, a moved submodule is seen and taken back, and the push runs no hook', async () => {
  const standing = { 'apps/lib': submodule('1'), 'apps/values.yaml': 'a: 1\n', '.gitattributes': '' };
  const previous = await repository.commit({ files: standing });
  const bad = await repository.commit({ files: { 'apps/lib': submodule('2') } });
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const { tip, branch } = await readAdvertisement(git, 'main');
  const { between } = await readChanges(git, await readRange(git, previous, bad, [tip]), ['apps']);
  expect(between.map(({ path }) => path)).toEqual(['apps/lib']);
  const inverse = await planInverse(git, tip, { commit: bad, mainline: previous, paths: between });
  if (inverse.kind !== 'clean') throw new Error(`the inverse is ${inverse.kind}`);
  expect(inverse.paths).toEqual(['apps/lib']);
  const commit = await writeCommit(git, { tree: inverse.tree, parents: [tip], message: 'revert', at: 0 });
  const ref = `refs/backout/reverts/${'d'.repeat(40)}` as RevertRef;
  expect(await pushRevert(git, { branch, tip, commit, ref, entry: commit })).toMatchObject({
    kind: 'pushed',
  });
  expect(await repository.tip()).toBe(commit);
});

test('a runner gives the way to the server, and nothing that changes what git does', () => {
  const runner = {
    ...{ PATH: '/bin', https_proxy: 'http://proxy:3128', GIT_SSL_CAINFO: '/etc/ca.pem', HOME: '/root' },
    ...{
      GIT_DIR: '/nowhere',
      GIT_SSL_NO_VERIFY: '1',
      GIT_CONFIG_COUNT: '1',
      LANG: 'de_DE.UTF-8',
      XDG_CONFIG_HOME: '/x',
    },
  };
  expect(gitEnvironment('/own', runner)).toEqual({
    ...{ PATH: '/bin', https_proxy: 'http://proxy:3128', GIT_SSL_CAINFO: '/etc/ca.pem' },
    ...{ HOME: '/own', LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
    ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_ATTR_NOSYSTEM: '1' },
  });
});

test('a server that sends git elsewhere gets nothing of ours there', async () => {
  const asked: string[] = [];
  await using elsewhere = await startServer({
    now: Date.now,
    answer: async ({ headers }): Promise<Answer> => {
      asked.push(headers.authorization ?? 'without');
      return { status: 404, body: '', headers: {} };
    },
  });
  await using server = await startServer({
    now: Date.now,
    answer: async ({ path }): Promise<Answer> => ({
      ...{ status: 302, body: '', headers: { location: `${elsewhere.url}${path}?service=git-upload-pack` } },
    }),
  });
  await using git = await openGit({ url: `${server.url}/acme/gitops`, token: 'of-ours', scratch: folder });
  await expect(readAdvertisement(git, 'main')).rejects.toMatchObject({
    code: 'repository-unreadable',
    message: expect.stringContaining('sends git to another address'),
  });
  expect(asked).toEqual([]);
});
