import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReasonCode } from '@backout/incident';
import { expect, test } from 'vitest';
import { root } from './root.ts';

/** Where codes are declared, worded or judged, and not given. */
const tables = [
  'packages/incident/src/reasons/',
  'packages/incident/src/status-mark.ts',
  'packages/incident/src/action.ts',
  'packages/policy/src/ladder.ts',
  'packages/report/',
  'packages/runner/src/job-colour.ts',
  'packages/world/',
];

/** Waits for suspects of other applications: the fixtures show what such a record looks like. */
const notYet = ['own-signals-healthy'];

async function producers(): Promise<string> {
  const folders = ['packages', 'actions'];
  const found = await Promise.all(
    folders.map(async (folder) => {
      const paths = await readdir(join(root, folder), { recursive: true });
      return paths.map((path) => `${folder}/${path.replaceAll('\\', '/')}`);
    }),
  );
  const sources = found
    .flat()
    .filter((path) => /\/src\/.*\.ts$/.test(path) && !/\.test\.ts$|\/testing\/|node_modules/.test(path))
    .filter((path) => !tables.some((table) => path.startsWith(table)));
  return (await Promise.all(sources.map((path) => readFile(join(root, path), 'utf8')))).join('\n');
}

test('every reason code is given by somebody', async () => {
  const text = await producers();
  expect(ReasonCode.options.filter((code) => !text.includes(`'${code}'`))).toEqual(notYet);
});
