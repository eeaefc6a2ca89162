import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundled, staleBundles } from './bundles.ts';
import { firstDifference, type Ingredients } from './ingredients.ts';
import { root } from './root.ts';

const ingredientsIn = async (folder: string) =>
  JSON.parse(await readFile(join(root, folder, 'dist/ingredients.json'), 'utf8')) as Ingredients;

test('the committed bundles are made of the sources that are here', async () => {
  expect(await staleBundles()).toEqual([]);
});

describe.each(await bundled())('what %s is made of', (folder) => {
  test('is its own entry, what it calls, and exact versions', async () => {
    const { sources, packages } = await ingredientsIn(folder);
    expect(Object.keys(sources)).toContain(`${folder}/src/main.ts`);
    const called = folder.startsWith('actions/') ? 'reasons/index' : 'untrusted';
    expect(Object.keys(sources)).toContain(`packages/incident/src/${called}.ts`);
    expect(packages['node_modules/zod']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages['node_modules/@vercel/ncc']).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('is no test, no test support, no lock file, and no source of another action', async () => {
    const { sources } = await ingredientsIn(folder);
    const foreign = Object.keys(sources).filter(
      (path) => !path.startsWith(`${folder}/`) && !path.startsWith('packages/'),
    );
    expect(foreign).toEqual([]);
    expect(Object.keys(sources).filter((path) => /\.test\.ts$|\/testing\/|scripted/.test(path))).toEqual([]);
  });
});

const built: Ingredients = { sources: { 'a.ts': '1', 'b.ts': '2' }, packages: { zod: '4.6.7' } };

test.each([
  ['nothing', built, null],
  ['a source', { ...built, sources: { 'a.ts': '1', 'b.ts': '3' } }, 'b.ts has changed'],
  ['a source that is gone', { ...built, sources: { 'a.ts': 'gone', 'b.ts': '2' } }, 'a.ts is gone'],
  ['a version', { ...built, packages: { zod: '4.6.8' } }, 'zod is 4.6.8, it was 4.6.7'],
])('a bundle is stale because of %s', (_, now, reason) => {
  expect(firstDifference(built, now)).toBe(reason);
});
