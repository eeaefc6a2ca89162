import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = new URL('../..', import.meta.url).pathname;
const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Written beside a bundle: the digest of what it was built from. */
export const sourcesFile = 'sources.sha256';

export async function actions(): Promise<string[]> {
  const entries = await readdir(join(root, 'actions'), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.filter((name) => name !== 'rollback').sort();
}

/** What every bundle may be made of: the sources of all packages and actions, and the exact dependencies. */
export async function sourcesDigest(): Promise<string> {
  const hash = createHash('sha256');
  const files = ['package-lock.json', ...(await sourceFiles('packages')), ...(await sourceFiles('actions'))];
  for (const file of files.sort()) hash.update(`${file}\0${await readFile(join(root, file), 'utf8')}\0`);
  return hash.digest('hex');
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries
    .filter((path) => /^[^/]+\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'))
    .map((path) => `${folder}/${path}`);
}

/**
 * ncc derives its module ids from paths relative to the working folder: everything is built from the root, so that the
 * bytes are the same on every machine.
 */
export async function buildBundles(): Promise<void> {
  await run(process.execPath, [tsc, '-b'], { cwd: root });
  const digest = await sourcesDigest();
  const queue = await actions();
  const worker = async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) await buildBundle(name, digest);
  };
  await Promise.all([worker(), worker()]);
}

async function buildBundle(name: string, digest: string): Promise<void> {
  const dist = `actions/${name}/dist`;
  await rm(join(root, dist), { recursive: true, force: true });
  await run(process.execPath, [ncc, 'build', `actions/${name}/lib/main.js`, '-o', dist, '--quiet'], {
    cwd: root,
    maxBuffer: 1 << 26,
  });
  await writeFile(join(root, dist, sourcesFile), `${digest}\n`);
}
