import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ingredientsOf, staleReason, writeIngredients } from './ingredients.ts';
import { needsNode } from './needs-node.ts';
import { root } from './root.ts';

const run = promisify(execFile);
const ncc = join(root, 'test/tools/ncc.ts');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** Two cores: a third bundle would only make the others late. */
const workers = 2;

export async function actions(): Promise<string[]> {
  const entries = await readdir(join(root, 'actions'), { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.filter((name) => name !== 'rollback').sort();
}

/** The folders, relative to the root, whose `src/main.ts` becomes `dist/index.js`. */
export async function bundled(): Promise<string[]> {
  return [...(await actions()).map((action) => `actions/${action}`), 'packages/cli'];
}

/** The bundles that were not made of what is there now, each with the first thing that differs. */
export async function staleBundles(): Promise<{ folder: string; reason: string }[]> {
  const asked = (await bundled()).map(async (folder) => ({ folder, reason: await staleReason(folder) }));
  return (await Promise.all(asked)).filter((bundle) => bundle.reason !== null) as {
    folder: string;
    reason: string;
  }[];
}

/**
 * ncc derives its module ids from paths relative to the working folder: everything is built from the root, so that the
 * bytes are the same on every machine.
 */
export async function buildBundles(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) return;
  await run(process.execPath, [tsc, '-b'], { cwd: root });
  const queue = [...folders];
  const worker = async () => {
    for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) await buildBundle(folder);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

async function buildBundle(folder: string): Promise<void> {
  const dist = `${folder}/dist`;
  const scratch = await mkdtemp(join(tmpdir(), 'backout-build-'));
  const stats = join(scratch, 'stats.json');
  await rm(join(root, dist), { recursive: true, force: true });
  await run(process.execPath, [ncc, folder, stats], { cwd: root, maxBuffer: 1 << 26 });
  const index = join(root, dist, 'index.js');
  const text = guarded(await readFile(index, 'utf8'));
  await writeFile(index, text);
  // npm makes a command executable when it links it; committed otherwise, installing would change the tree.
  if (text.startsWith('#!')) await chmod(index, 0o755);
  await writeIngredients(folder, await ingredientsOf(stats));
  await rm(scratch, { recursive: true });
}

/** What a shell needs to start a command stays the first line. */
function guarded(bundle: string): string {
  const [line = ''] = /^#!.*\n/.exec(bundle) ?? [];
  return `${line}${needsNode}${bundle.slice(line.length)}`;
}
