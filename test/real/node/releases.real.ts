import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../tools/root.ts';
import { binary, type ToolName } from '../tools/tools.ts';

const run = promisify(execFile);
const action = 'actions/post-deploy-watch/dist/index.js';
const cli = 'packages/cli/dist/index.js';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A bundle as somebody runs it by hand: outside of npm and of GitHub. */
async function byHand(release: ToolName, bundle: string, ...args: readonly string[]): Promise<Ran> {
  const node = await binary(release, 'node_modules/node/bin/node');
  const cwd = await mkdtemp(join(tmpdir(), 'backout-node-'));
  try {
    const env = { PATH: process.env.PATH, HOME: cwd };
    const { stdout, stderr } = await run(node, [join(root, bundle), ...args], { cwd, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ran;
  } finally {
    await rm(cwd, { recursive: true });
  }
}

test.each([action, cli])('node20 is told which Node %s needs, and nothing else', async (bundle) => {
  const ran = await byHand('node20', bundle);
  expect([ran.code, ran.stdout]).toEqual([2, '']);
  expect(ran.stderr).toMatch(/^backout needs Node\.js 22 or newer; this is v20\.\d+\.\d+\.\n$/);
});

const newer = ['node22', 'node24', 'node26'] as const satisfies readonly ToolName[];

test.each(newer)('%s runs an action, which says what it lacks', async (release) => {
  const ran = await byHand(release, action);
  expect(ran.code).toBe(1);
  expect(ran.stdout).toMatch(/^input-missing: .*: run this in GitHub Actions$/m);
  expect(ran.stderr).toBe('');
});

test.each(newer)('%s runs the command line', async (release) => {
  const good = await byHand(release, cli, 'validate', join(root, 'policies/minimal.yml'));
  expect(good.stdout).toMatch(/minimal\.yml:\d+:\d+ {2}applications\..*\.paths\.0 {2}.* matches no file/);
  expect(good.code).toBe(1);
  const absent = await byHand(release, cli, 'validate', 'absent.yml');
  expect([absent.code, absent.stderr]).toEqual([2, 'absent.yml: there is no such file\n']);
});
