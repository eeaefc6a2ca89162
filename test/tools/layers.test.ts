import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { floors, packages } from './layers.ts';
import { root } from './root.ts';

const all = await packages();
const floorOf = (name: string) => floors.findIndex((floor) => floor.includes(name));

test('every package stands on a floor', () => {
  expect(all.filter(({ name }) => floorOf(name) === -1)).toEqual([]);
});

test.each(all)('$name imports lower floors only', ({ name, imports }) => {
  expect(imports.filter((imported) => floorOf(imported) >= floorOf(name))).toEqual([]);
});

describe('who may do what', () => {
  const importersOf = (name: string) =>
    all.filter(({ imports }) => imports.includes(name)).map((importer) => importer.name);

  test('only actions talk to the runner', () => {
    expect(importersOf('runner').filter((name) => !name.startsWith('action-'))).toEqual([]);
  });

  test('nobody imports an action, and no package the local world', () => {
    const foreign = all.filter(({ imports }) =>
      imports.some((imported) => imported === 'world' || imported.startsWith('action-')),
    );
    expect(foreign).toEqual([]);
  });

  test('the page of the design shows the floors as they are', async () => {
    const page = await readFile(join(root, 'docs/design.md'), 'utf8');
    const rows = [...page.matchAll(/^\| (\d) \| (.+?) \|/gm)].map(([, , cell = '']) =>
      [...cell.matchAll(/`([\w/-]+)`/g)].map(([, name = '']) => name),
    );
    const written = floors.map((floor) => floor.filter((name) => !name.startsWith('action-')).map(folderOf));
    expect(rows.map((row) => row.filter((name) => name !== 'actions'))).toEqual(written);
  });
});

function folderOf(name: string): string {
  return name.replace(/^stage-/, 'stages/');
}
