import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@backout/world/until';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { callGit, fetchAtMost } from './call.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A git that does what the script says, in the place of the real one. */
async function gitThat(script: string): Promise<void> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
}

async function callScript(script: string, silenceMs = 20_000) {
  await gitThat(script);
  return callGit({ baseDir: folder, silenceMs }, (client) => client.raw('log'));
}

describe('what git prints', () => {
  test('is whole where git has gone before the last of it has come', async () => {
    const slowly = 'for line in 1 2 3 4 5 6 7 8; do sleep 0.03; echo $line; done';
    const ended = await callScript(`(${slowly}) &\nexit 0`);
    expect(ended).toEqual({ outcome: 'answered', answer: '1\n2\n3\n4\n5\n6\n7\n8\n' });
  });

  test.each([
    [1, 'echo conflict\nexit 1', { stdout: 'conflict\n', stderr: '' }],
    [128, 'echo "fatal: no" >&2\nexit 128', { stdout: '', stderr: 'fatal: no\n' }],
  ])('is told with the exit code %i', async (code, script, said) => {
    expect(await callScript(script)).toEqual({ outcome: 'failed', output: { code, ...said } });
  });

  test('before a signal ended it is no answer, and its exit code is none that git answers with', async () => {
    const ended = await callScript('echo half\nkill -KILL $$');
    expect(ended).toEqual({ outcome: 'failed', output: { code: 128, stdout: 'half\n', stderr: '' } });
  });

  test('is nothing where there is no git', async () => {
    vi.stubEnv('PATH', folder);
    const ended = await callGit({ baseDir: folder, silenceMs: 20_000 }, (client) => client.raw('log'));
    expect(ended).toMatchObject({ outcome: 'failed', output: { stdout: '' } });
  });
});

describe('a git that says nothing any more', () => {
  const hung = { outcome: 'failed', output: { code: 124, stdout: '', stderr: 'no answer for 0.1 s' } };

  test('is ended', async () => {
    const ended = await callScript(`echo $$ > ${folder}/pid\nexec sleep 60`, 100);
    expect(ended).toEqual(hung);
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    await until('the end of git', () => !isAlive(pid));
  });

  test('is not waited for where a child of it holds its output open', async () => {
    expect(await callScript('echo half\nsleep 2 &\nexit 0', 100)).toEqual(hung);
  });

  test('is waited for while it says anything, however long it takes', async () => {
    const ended = await callScript('for line in 1 2 3 4 5 6 7 8; do sleep 0.15; echo $line; done', 1_000);
    expect(ended).toEqual({ outcome: 'answered', answer: '1\n2\n3\n4\n5\n6\n7\n8\n' });
  });
});

describe('a fetch of at most so many objects', () => {
  const tell = "printf 'Receiving objects:   1%% (1/100)\\r' >&2";

  test('is ended where it has more to bring', async () => {
    await gitThat(`${tell}\nexec sleep 60`);
    expect(await fetchAtMost({ baseDir: folder, silenceMs: 20_000 }, 99, ['fetch'])).toEqual({
      outcome: 'too-many',
    });
  });

  test.each([
    ['it has not', tell, { outcome: 'answered', answer: '' }],
    [
      'it fails',
      `${tell}\nexit 128`,
      { outcome: 'failed', output: { code: 128, stdout: '', stderr: 'Receiving objects:   1% (1/100)\r' } },
    ],
  ])('is a fetch where %s', async (_, script, expected) => {
    await gitThat(script);
    expect(await fetchAtMost({ baseDir: folder, silenceMs: 20_000 }, 100, ['fetch'])).toEqual(expected);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
