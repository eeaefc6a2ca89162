import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchCommits } from '../fetch.ts';
import { openGit } from '../git.ts';
import { valuesReturned } from './values-returned.ts';

let folder: string;
let repository: Repository;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'returned-'));
  repository = await createRepository(join(folder, 'r.git'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;

/** Bad, good again, and whatever came then. @param asked collects the requests for contents */
async function returned(bad: Files, good: Files, then: readonly Files[], asked: Sha[] = []) {
  const parent = await repository.commit({ files: { ...good, ...bad } });
  const revert = await repository.commit({ files: good });
  let landed = revert;
  for (const files of then) landed = await repository.commit({ files });
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  await fetchCommits(git, [parent, revert, landed]);
  const run: typeof git.run = (...args) => {
    if (args[0] === 'fetch') asked.push(...(args.filter((arg) => /^[0-9a-f]{40}$/.test(arg)) as Sha[]));
    return git.run(...args);
  };
  return await valuesReturned({ ...git, run }, { parent, revert, landed, paths: ['app'] });
}

const image = (tag: string, label = '') => `image: acme/web:${tag}\n${label}`;

test('an image that comes back after a label changed has returned', async () => {
  const [bad, good] = [{ 'app/a.yaml': image('v2') }, { 'app/a.yaml': image('v1') }];
  const label = { 'app/a.yaml': image('v1', 'label: x\n') };
  expect(await returned(bad, good, [label, { 'app/a.yaml': image('v2', 'label: x\n') }])).toBe('yes');
  expect(await returned(bad, good, [label])).toBe('no');
});

test('a file that was renamed since may bring it back', async () => {
  const [bad, good] = [{ 'app/b.yaml': image('v2') }, { 'app/b.yaml': image('v1') }];
  const renamed = { 'app/b.yaml': null, 'app/c.yaml': image('v1') };
  expect(await returned(bad, good, [renamed])).toBe('no');
  expect(await returned(bad, good, [renamed, { 'app/c.yaml': image('v2') }])).toBe('yes');
});

test('what is outside of the paths, prose, and a mode are no values', async () => {
  const bad = { 'app/d.yaml': image('v2'), 'other/d.yaml': 'a: 2', 'app/README.md': 'bad' };
  const good = { 'app/d.yaml': image('v1'), 'other/d.yaml': 'a: 1', 'app/README.md': 'good' };
  expect(await returned(bad, good, [{ 'other/d.yaml': 'a: 2', 'app/README.md': 'bad' }])).toBe('no');
  const executable = { mode: '100755', content: 'a: 1' } as const;
  expect(
    await returned({ 'app/e.yaml': executable }, { 'app/e.yaml': 'a: 1' }, [{ 'app/e.yaml': executable }]),
  ).toBe('no');
});

test('a link and a submodule come back as they were', async () => {
  const link = (content: string) => ({ 'app/l.yaml': { mode: '120000', content } }) as const;
  const module = (digit: string) => ({ 'app/m': { mode: '160000', content: digit.repeat(40) } }) as const;
  expect(await returned(link('bad'), link('good'), [link('bad')])).toBe('yes');
  expect(await returned(link('bad'), link('good'), [link('other')])).toBe('no');
  expect(await returned(module('2'), module('1'), [module('2')])).toBe('yes');
  expect(await returned(module('2'), module('1'), [module('3')])).toBe('no');
});

test('where nothing of it changed since, nothing is read', async () => {
  const asked: Sha[] = [];
  const good = { 'app/f.yaml': 'a: 1', 'app/z.txt': '1' };
  const since = { 'app/z.txt': '2', 'other/a.yaml': image('v2') };
  expect(await returned({ 'app/f.yaml': 'a: 2' }, good, [since], asked)).toBe('no');
  expect(asked).toEqual([]);
});

test('contents are asked for in one request', async () => {
  const asked: Sha[] = [];
  const side = (value: number) => ({ 'app/g.yaml': `a: ${value}`, 'app/h.yaml': `a: ${value}` });
  expect(await returned(side(2), side(1), [{ 'app/g.yaml': 'a: 2', 'app/h.yaml': 'a: 2' }], asked)).toBe(
    'yes',
  );
  expect(asked).toHaveLength(2);
});

test('a mass change is unknown, unless nothing of it changed since', async () => {
  const many = (value: string) =>
    Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`app/n${at}.yaml`, `a: ${value}`]));
  expect(await returned(many('2'), many('1'), [{ 'app/n3.yaml': 'a: 3' }])).toBe('unknown');
  expect(await returned(many('4'), many('5'), [{ 'app/other.txt': null, 'x/y': '1' }])).toBe('no');
});
