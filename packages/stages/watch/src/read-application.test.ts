import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application, Argocd } from '@backout/argocd';
import { applicationOf, minute, synced } from '@backout/argocd/testing';
import { type Git, openGit } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { createRepository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applicationReader } from './read-application.ts';

const dry = ['a', 'b'].map((digit) => digit.repeat(40) as Sha) as [Sha, Sha];
const ours = { repository: 'acme/gitops', branch: { name: 'main', isDefault: true } };

let folder: string;
let git: Git;
/** Two that a hydrator wrote, and one that a person wrote among them. */
let hydrated: Sha[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-application-'));
  const repository = await createRepository(join(folder, 'r.git'));
  const metadata = [JSON.stringify({ drySha: dry[0] }), JSON.stringify({ drySha: dry[1] }), 'by hand'];
  hydrated = [];
  for (const text of metadata)
    hydrated.push(await repository.commit({ branch: 'env/prod', files: { 'hydrator.metadata': text } }));
  git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
});
afterAll(async () => {
  await git[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function readerOf(application: Application) {
  const asked: unknown[] = [];
  const argocd = {
    application: async (...args: unknown[]) => {
      asked.push(args);
      return application;
    },
  } as unknown as Argocd;
  return { read: applicationReader(git, argocd, { name: 'checkout', ours }), asked };
}

const history = () =>
  hydrated.map((revision, id) => synced({ id, revision, startedAt: minute(id), finishedAt: minute(id) }));
const hydrator = {} as NonNullable<Application['hydrator']>;

test('what a hydrator synced is told by the commits that people wrote', async () => {
  const [first] = history();
  if (first === undefined) throw new Error('there are three');
  const ended = { phase: 'Failed', selfHeal: false, dryRun: false, resources: [], retries: 0 } as const;
  const operation = { ...first, ...ended };
  const { read } = readerOf(
    applicationOf(history(), { hydrator, operation, attempted: hydrated[1] ?? null }),
  );
  const application = await read();
  expect(application.history.map(({ revision }) => revision)).toEqual([...dry, null]);
  expect(application.operation?.revision).toBe(dry[0]);
  expect(application.attempted).toBe(dry[1]);
});

test('what the hydrated branch does not hold any more is not known', async () => {
  const gone = synced({ id: 0, revision: 'c'.repeat(40) as Sha, startedAt: null, finishedAt: null });
  const { read } = readerOf(applicationOf([gone], { hydrator }));
  expect((await read()).history[0]?.revision).toBeNull();
});

test('without a hydrator an application is read as it is', async () => {
  const application = applicationOf(history());
  const { read, asked } = readerOf(application);
  expect(await read({ refresh: true })).toBe(application);
  await read();
  expect(asked).toEqual([
    ['checkout', { ours, refresh: true }],
    ['checkout', { ours, refresh: false }],
  ]);
});
