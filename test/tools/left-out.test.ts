import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled } from './bundles.ts';
import { leftOut } from './left-out.ts';
import { root } from './root.ts';

const json = async (path: string) => JSON.parse(await readFile(join(root, path), 'utf8'));

async function inBundles(part: 'sources' | 'packages'): Promise<string[]> {
  const folders = await bundled();
  const lists = folders.map(async (folder) =>
    Object.keys((await json(`${folder}/dist/ingredients.json`))[part]),
  );
  return [...new Set((await Promise.all(lists)).flat())].sort();
}

const paths = await inBundles('sources');
const sources = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));
const importing = (name: string) => sources.filter((source) => source.includes(`'${name}'`));

/** What a source takes of `@actions/core` by name; any other way to take it would show as all of it. */
function takenOf(source: string): string[] {
  const [, names = 'everything'] = /^import \{([^}]+)\} from '@actions\/core';$/m.exec(source) ?? [];
  return names.split(',').map((name) => name.trim().replace(/ as .*/, ''));
}

test('of @actions/core only what writes to the log or a file of the runner, or reads an input, is called', () => {
  expect(importing('@actions/core').flatMap(takenOf).sort()).toEqual([
    'error',
    'getInput',
    'info',
    'notice',
    'setOutput',
    'setSecret',
    'summary',
    'warning',
  ]);
});

test('no source imports what is left out, and of the packages in a bundle only @actions/core does', async () => {
  expect(leftOut.flatMap(importing)).toEqual([]);
  const wanting = (await inBundles('packages')).map(async (folder) => {
    const { dependencies = {} } = await json(`${folder}/package.json`);
    return leftOut.some((name) => name in dependencies) ? [folder] : [];
  });
  expect((await Promise.all(wanting)).flat()).toEqual(['node_modules/@actions/core']);
});

test.each(await bundled())('the bundle of %s has no HTTP client beside that of Node', async (folder) => {
  const text = await readFile(join(root, folder, 'dist/index.js'), 'utf8');
  expect(/undici/i.test(text)).toBe(false);
});
