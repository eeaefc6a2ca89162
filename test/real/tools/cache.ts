import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside every repository, found again by the next run: what is built here takes minutes. */
export const cacheFolder = process.env.BACKOUT_E2E_CACHE ?? join(homedir(), '.cache/backout-e2e');

/** A tool at a version, and how it gets into an empty folder. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  install(folder: string): Promise<void>;
}

export interface Installed {
  readonly folder: string;
  /** false: it was there already */
  readonly fresh: boolean;
  readonly seconds: number;
}

/**
 * Installed beside its place and moved there when it is whole: a killed run leaves nothing that looks finished, and of
 * two at once one wins.
 */
export async function ensure(tool: Tool): Promise<Installed> {
  const began = performance.now();
  const folder = join(cacheFolder, 'tools', `${tool.name}-${tool.version}`);
  if (await exists(folder)) return { folder, fresh: false, seconds: 0 };
  await mkdir(join(cacheFolder, 'tools'), { recursive: true });
  const draft = await mkdtemp(join(cacheFolder, `draft-${tool.name}-`));
  try {
    await tool.install(draft);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, fresh: true, seconds: (performance.now() - began) / 1000 };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
