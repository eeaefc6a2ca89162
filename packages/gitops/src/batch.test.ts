import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha } from '@backout/incident';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBatch } from './batch.ts';

let bin: string;
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), 'batch-'));
});
afterAll(() => rm(bin, { recursive: true }));

const id = 'a'.repeat(40) as Sha;

/** A git that does what a shell script says. */
async function scripted(script: string, silenceMs = 60_000) {
  await writeFile(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return openBatch({ directory: bin, environment: { PATH: `${bin}:/usr/bin:/bin` }, silenceMs });
}

test('all objects come from one process', async () => {
  const batch = await scripted(`while read id; do printf "$id blob 5\\n%05d\\n" $$; done`);
  const [first, second] = await Promise.all([batch.read(id), batch.read(id)]);
  expect(first).not.toBeNull();
  expect(second).toEqual(first);
  expect(await batch.read(id)).toEqual(first);
  await batch.close();
});

test.each([
  ['ends before its answer', 'read id; exit 0', 'was cut short'],
  ['ends within its answer', `read id; printf "$id blob 9\\ntwo"; exit 0`, 'was cut short'],
  ['fails', 'echo "fatal: could not fetch" >&2; exit 128', 'ended with 128: fatal: could not fetch'],
  ['says something else', 'read id; echo hello; read id', 'was cut short'],
])('a git that %s fails what is asked, and the next one is asked again', async (_, script, words) => {
  const batch = await scripted(script);
  await expect(batch.read(id)).rejects.toThrow(words);
  await writeFile(join(bin, 'git'), `#!/bin/sh\nread id; echo "$id missing"; read id\n`, { mode: 0o755 });
  expect(await batch.read(id)).toBeNull();
  await batch.close();
});

test('a git that owes an answer and says nothing is ended', async () => {
  const batch = await scripted('read id; exec sleep 60', 50);
  await expect(batch.read(id)).rejects.toThrow('ended with SIGKILL');
  await batch.close();
});

test('no git at all is an error', async () => {
  const batch = openBatch({ directory: bin, environment: { PATH: '/nowhere' }, silenceMs: 1_000 });
  await expect(batch.read(id)).rejects.toThrow('ENOENT');
});
