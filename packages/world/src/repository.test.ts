import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRepository, type Repository } from './repository.ts';

let directory: string;
let repository: Repository;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'repository-'));
  repository = await createRepository(join(directory, 'repository.git'));
  await repository.commit({ message: 'first', files: { start: '' } });
});
afterAll(() => rm(directory, { recursive: true }));

test('people who write at once lose nothing of each other, and a push stays in one piece', async () => {
  const names = Array.from({ length: 5 }, (_, index) => `${index}`);
  const pushes = await Promise.all(
    names.map((name) =>
      repository.push([
        { message: `push ${name}`, files: { [`push-${name}`]: '1' } },
        { message: `push ${name}, more`, files: { [`push-${name}`]: '2' } },
      ]),
    ),
  );
  await Promise.all(
    names.map((name) => repository.commit({ message: `commit ${name}`, files: { [`commit-${name}`]: '' } })),
  );
  const files = (await repository.git('ls-tree', '--name-only', 'main')).trim().split('\n');
  expect(files).toEqual(
    [...names.map((name) => `commit-${name}`), ...names.map((name) => `push-${name}`), 'start'].sort(),
  );
  for (const { before, commits } of pushes) {
    const range = await repository.git('rev-list', '--reverse', `${before}..${commits.at(-1)}`);
    expect(range.trim().split('\n')).toEqual(commits);
  }
  expect(await repository.git('for-each-ref', 'refs/staging')).toBe('');
});

test('a push of nothing leaves the branch where it is', async () => {
  const tip = await repository.tip();
  expect(await repository.push([])).toEqual({ before: tip, commits: [] });
  expect(await repository.tip()).toBe(tip);
});
