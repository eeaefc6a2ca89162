import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder outside of every tree, unless a parent is named; it goes with whoever asked for it. */
export async function scratchFolder(
  parent = tmpdir(),
): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(parent, 'backout-mutants-'));
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
