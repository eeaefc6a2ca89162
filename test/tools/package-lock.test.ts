import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './root.ts';

interface Locked {
  readonly optionalDependencies?: Record<string, string>;
  readonly resolved?: string;
  readonly link?: boolean;
}

async function packagesIn(file: string): Promise<Readonly<Record<string, Locked>>> {
  const text = await readFile(join(root, file), 'utf8');
  return (JSON.parse(text) as { packages: Record<string, Locked> }).packages;
}

const packages = await packagesIn('package-lock.json');

/** Where the file has the package `name` for the one at `dependent`: beside it or in a folder above, as Node looks for it. */
function entryOf(name: string, dependent: string): string | undefined {
  const folders = dependent
    .split('node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('node_modules/'));
  return folders
    .toReversed()
    .map((folder) => `${folder === '' ? '' : `${folder.replace(/\/$/, '')}/`}node_modules/${name}`)
    .find((path) => path in packages);
}

test('a build of a native package for another platform has an entry, so that npm install adds none there', () => {
  const named = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ path, name })),
  );
  expect(named.map(({ name }) => name)).toContain('@biomejs/cli-darwin-arm64');
  expect(named.filter(({ path, name }) => entryOf(name, path) === undefined)).toEqual([]);
});

test.each(['package-lock.json', 'test/mutants/stryker/package-lock.json'])(
  'no entry of %s tells from which address it came',
  async (file) => {
    const addressed = Object.entries(await packagesIn(file)).filter(
      ([, { resolved, link }]) => resolved !== undefined && link !== true,
    );
    expect(addressed.map(([path]) => path)).toEqual([]);
  },
);
