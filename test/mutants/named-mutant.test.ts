import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../tools/root.ts';
import { breakGuard, readNamedMutants } from './named-mutant.ts';
import { scratchFolder } from './scratch.ts';

describe('a guard', () => {
  test('is broken where its text stands', () => {
    expect(breakGuard('if (ok) a(); else b();', { find: 'ok', replace: 'true' })).toEqual({
      kind: 'broken',
      text: 'if (true) a(); else b();',
    });
  });

  test('is broken literally, whatever a replacement could mean to JavaScript', () => {
    expect(breakGuard("a = 'x';", { find: "'x'", replace: "'$&$1'" })).toMatchObject({ text: "a = '$&$1';" });
  });

  test.each([
    ['is not there any more', 'gone', 'true', 0],
    ['stands there twice', 'a', 'b', 2],
    ['is replaced by itself', 'else', 'else', 1],
  ])('whose text %s is stale', (_, find, replace, found) => {
    expect(breakGuard('a() else a()', { find, replace })).toEqual({ kind: 'stale', found });
  });
});

async function readFrom(files: Readonly<Record<string, unknown>>) {
  await using scratch = await scratchFolder();
  for (const folder of ['packages', 'actions']) await mkdir(join(scratch.folder, folder));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(scratch.folder, path)), { recursive: true });
    await writeFile(join(scratch.folder, path), JSON.stringify(content));
  }
  return await readNamedMutants(scratch.folder);
}

const mutant = { name: 'the guard', find: 'a', replace: 'b', tests: ['packages/p/src/guard.test.ts'] };

describe('the named mutants', () => {
  test('stand beside the source that they break, in every package', async () => {
    expect(
      await readFrom({
        'packages/p/src/guard.mutants.json': [mutant],
        'packages/stages/s/src/deep/other.mutants.json': [{ ...mutant, name: 'the other' }],
        'packages/p/node_modules/x/not-ours.mutants.json': [mutant],
      }),
    ).toEqual([
      { ...mutant, source: 'packages/p/src/guard.ts' },
      { ...mutant, name: 'the other', source: 'packages/stages/s/src/deep/other.ts' },
    ]);
  });

  test.each([
    ['names no test', [{ ...mutant, tests: [] }]],
    ['names something that is no unit test', [{ ...mutant, tests: ['test/chain/revert.e2e.ts'] }]],
    ['has a key that means nothing', [{ ...mutant, test: 'x' }]],
    ['looks for nothing', [{ ...mutant, find: '' }]],
  ])('are refused with their file where one %s', async (_, content) => {
    await expect(readFrom({ 'packages/p/src/guard.mutants.json': content })).rejects.toThrow(
      'packages/p/src/guard.mutants.json: ',
    );
  });

  test('of this tree have names of their own', async () => {
    const names = (await readNamedMutants(root)).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});
