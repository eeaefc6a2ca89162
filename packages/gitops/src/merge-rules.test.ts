import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { createRepository, type FileContent, type Repository } from '@backout/world/repository';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDiffs } from './diffs.ts';
import { openGit } from './git.ts';
import { planInverse } from './inverse.ts';
import { readRange } from './range.ts';
import { plainRevert } from './testing/plain-revert.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, FileContent>>;

let repositories = 0;

const text = (replaced: Readonly<Record<number, string>>) =>
  Array.from({ length: 30 }, (_, line) => `${replaced[line] ?? `line ${line}`}\n`).join('');
const lock = 'apps/web/package-lock.json';

/** The bad commit changes line 3 of a file, and a later one another line. */
async function changedTwice(rules: Files, { path = lock, line = 26, atFirst = {} as Files } = {}) {
  const repository = await createRepository(join(folder, `r${repositories++}.git`));
  await repository.commit({ files: { [path]: text({}), ...atFirst } });
  const bad = await repository.commit({ files: { [path]: text({ 3: 'bad' }) } });
  await repository.commit({ files: { [path]: text({ 3: 'bad', [line]: 'later' }), ...rules } });
  return { repository, bad };
}

async function inverseOf(repository: Repository, bad: Sha): Promise<string> {
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const mainline = (await repository.git('rev-parse', `${bad}^1`)).trim() as Sha;
  const tip = await repository.tip();
  const { trees } = await readRange(git, mainline, bad, [tip]);
  const [paths = []] = await readDiffs(git, [trees]);
  const inverse = await planInverse(git, tip, { commit: bad, mainline, paths });
  return inverse.kind === 'clean' ? inverse.tree : inverse.kind;
}

describe('the merge rules of the tip', () => {
  test.each<[string, Files, 'clean' | 'conflict', { line?: number; atFirst?: Files }?]>([
    ['none', {}, 'clean'],
    ['none, and the same line', {}, 'conflict', { line: 3 }],
    ['-merge', { '.gitattributes': 'package-lock.json -merge\n' }, 'conflict'],
    ['merge=binary', { '.gitattributes': '*.json merge=binary\n' }, 'conflict'],
    ['the macro of git', { '.gitattributes': '*.json binary\n' }, 'conflict'],
    ['a macro of its own', { '.gitattributes': '[attr]whole -merge\n*.json whole\n' }, 'conflict'],
    ['a driver that is not configured', { '.gitattributes': '* merge=ours\n' }, 'clean'],
    [
      'merge=union where lines are beside each other',
      { '.gitattributes': '* merge=union\n' },
      'clean',
      { line: 4 },
    ],
    ['in the folder of the file', { 'apps/web/.gitattributes': '*.json -merge\n' }, 'conflict'],
    ['in a folder beside it', { 'apps/api/.gitattributes': '* -merge\n' }, 'clean'],
    ['a path from a folder on the way', { 'apps/.gitattributes': 'web/*.json -merge\n' }, 'conflict'],
    [
      'a macro where git allows none',
      { 'apps/.gitattributes': '[attr]whole -merge\n*.json whole\n' },
      'clean',
    ],
    [
      'the nearer folder against the root',
      { '.gitattributes': '* -merge\n', 'apps/web/.gitattributes': '*.json merge\n' },
      'clean',
    ],
    [
      'of an older revision alone',
      { '.gitattributes': null },
      'clean',
      { atFirst: { '.gitattributes': '* -merge\n' } },
    ],
    [
      'behind a link, which git does not follow',
      { rules: '* -merge\n', 'apps/.gitattributes': { mode: '120000', content: '../rules' } },
      'clean',
    ],
  ])('count as git counts them: %s', async (_, rules, expected, how = {}) => {
    const { repository, bad } = await changedTwice(rules, how);
    const inverse = await inverseOf(repository, bad);
    expect(inverse).toBe(await plainRevert(repository, bad, folder));
    expect(inverse === 'conflict' ? 'conflict' : 'clean').toBe(expected);
  });

  test('say nothing where nothing is merged: the tip has what the commit left', async () => {
    const repository = await createRepository(join(folder, `r${repositories++}.git`));
    await repository.commit({ files: { [lock]: text({}), '.gitattributes': '* -merge\n' } });
    const bad = await repository.commit({ files: { [lock]: text({ 3: 'bad' }) } });
    await repository.commit({ files: { other: 'x\n' } });
    expect(await inverseOf(repository, bad)).toBe(await plainRevert(repository, bad, folder));
  });

  test('equal plain git revert’s for random rules in any folder', async () => {
    const pattern = fc.constantFrom(
      '*',
      '*.json',
      'web/',
      'web/*',
      '/apps/**',
      'a b.json',
      '"a b.json"',
      '**/web/*',
    );
    const state = fc.constantFrom(
      '-merge',
      'merge',
      '!merge',
      'merge=binary',
      'merge=union',
      'merge=ours',
      'whole',
    );
    const line = fc.oneof(
      fc.tuple(pattern, state).map((words) => words.join(' ')),
      fc.constant('[attr]whole merge=binary'),
    );
    const rules = fc.array(line, { maxLength: 3 }).map((lines) => `${lines.join('\n')}\n`);
    const place = fc.constantFrom('.gitattributes', 'apps/.gitattributes', 'apps/web/.gitattributes');
    const drawn = fc.record({
      rules: fc.dictionary(place, rules, { minKeys: 1 }),
      line: fc.constantFrom(3, 4, 26),
      path: fc.constantFrom(lock, 'apps/web/a b.json', 'apps/[x]/a.json', 'top.json'),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ rules, line, path }) => {
        const { repository, bad } = await changedTwice(rules, { line, path });
        expect(await inverseOf(repository, bad)).toBe(await plainRevert(repository, bad, folder));
      }),
      { seed: 16, numRuns: 20 },
    );
  });
});
