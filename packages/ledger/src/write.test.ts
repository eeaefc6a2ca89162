import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { Git } from '@backout/gitops';
import type { Sha } from '@backout/incident';
import { expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import { writeEntry } from './write.ts';

const objectFormat = '1'.repeat(40) as Sha;
const entry = { type: 'recovery', at: '2026-11-20T14:02:42.900Z' } as Entry;

test.each([
  ['begins a ledger', null, []],
  ['follows another', objectFormat, [`parent ${objectFormat}`]],
])('an entry is a commit of its own time, and %s', async (_, parent, parents) => {
  const directory = await mkdtemp(join(tmpdir(), 'write-'));
  const sha = await writeEntry({ directory } as Git, entry, parent, objectFormat);
  const object = inflateSync(await readFile(join(directory, 'objects', sha.slice(0, 2), sha.slice(2))));
  const lines = object.toString('utf8').split('\n');
  expect(lines.filter((line) => line.startsWith('parent '))).toEqual(parents);
  expect(lines.find((line) => line.startsWith('committer '))).toMatch(/ 1795183362 \+0000$/);
  expect(lines.at(-2)).toBe('{"at":"2026-11-20T14:02:42.900Z","type":"recovery"}');
  await rm(directory, { recursive: true });
});
