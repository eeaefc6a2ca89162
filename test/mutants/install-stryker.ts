import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../tools/root.ts';
import { runNode } from './run-node.ts';

const longestMs = 600_000;

/**
 * Stryker with a vitest of its own: under vitest 5 its runner runs almost no test. Outside of the workspaces, so that the
 * product's tests run on the product's vitest.
 * @returns the folder whose `node_modules` has it
 */
export async function installStryker(cache: string, signal: AbortSignal): Promise<string> {
  const folder = join(cache, 'stryker');
  const pinned = join(root, 'test/mutants/stryker/package-lock.json');
  const lock = await readFile(pinned, 'utf8');
  if ((await readFile(join(folder, 'installed'), 'utf8').catch(() => '')) === lock) return folder;
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'test/mutants/stryker/package.json'), join(folder, 'package.json'));
  await cp(join(root, '.npmrc'), join(folder, '.npmrc'));
  await cp(pinned, join(folder, 'package-lock.json'));
  const npm = process.env.npm_execpath;
  if (npm === undefined) throw new Error('Stryker is installed by npm: run "npm run mutants"');
  const ended = await runNode({ args: [npm, 'install'], cwd: folder, signal }, longestMs);
  if (ended.code !== 0) throw new Error(`Stryker cannot be installed:\n${ended.said}`);
  await cp(pinned, join(folder, 'installed'));
  return folder;
}
