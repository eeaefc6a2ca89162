import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './root.ts';

/**
 * What a bundle is made of, written beside it: the sources that stand in it, each with the sha256 of its text, and the
 * exact versions of its dependencies and of the tools that made it. Nothing else makes a bundle stale: no lock file, no
 * test, no source of another action.
 */
export interface Ingredients {
  readonly sources: Readonly<Record<string, string>>;
  /** folder of a package below the root -> its version */
  readonly packages: Readonly<Record<string, string>>;
}

const file = 'dist/ingredients.json';
const tools = ['node_modules/@vercel/ncc', 'node_modules/typescript'];

/** As webpack writes it; a module that was folded into another one stands below that. */
interface Module {
  readonly nameForCondition?: string | null;
  /** Was resolved, and everything of it was left out. */
  readonly orphan?: boolean;
  readonly modules?: readonly Module[];
}

/** @param stats path of webpack's statistics of the build, with absolute paths of modules */
export async function ingredientsOf(stats: string): Promise<Ingredients> {
  const { modules } = JSON.parse(await readFile(stats, 'utf8')) as { modules: readonly Module[] };
  const paths = [...new Set(pathsOf(modules))].filter((path) => path.startsWith(root));
  const local = paths.map((path) => path.slice(root.length).replaceAll('\\', '/'));
  const sources = local.flatMap((path) => sourceOf(path) ?? []);
  const packages = [...tools, ...local.flatMap((path) => packageOf(path) ?? [])];
  return {
    sources: await each(sources, digestOf),
    packages: await each(packages, versionOf),
  };
}

/** A concatenated module bears the path of its first one, and lists them all. */
function pathsOf(modules: readonly Module[]): string[] {
  return modules
    .filter(({ orphan }) => orphan !== true)
    .flatMap(({ nameForCondition, modules: inner = [] }) => [
      ...(nameForCondition ? [nameForCondition] : []),
      ...pathsOf(inner.map((module) => ({ ...module, orphan: false }))),
    ]);
}

function sourceOf(path: string): string | null {
  const [, folder, name] = /^((?:actions|packages)\/.+?)\/lib\/(.+)\.js$/.exec(path) ?? [];
  return folder === undefined || path.includes('node_modules/') ? null : `${folder}/src/${name}.ts`;
}

function packageOf(path: string): string | null {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;
}

export async function writeIngredients(folder: string, ingredients: Ingredients): Promise<void> {
  await writeFile(join(root, folder, file), `${JSON.stringify(ingredients, null, 2)}\n`);
}

/** @returns the first thing that is not as it was when the bundle in this folder was built; null where nothing is */
export async function staleReason(folder: string): Promise<string | null> {
  const text = await readFile(join(root, folder, file), 'utf8').catch(() => null);
  if (text === null) return 'it was never built';
  const built = JSON.parse(text) as Ingredients;
  const now = {
    sources: await each(Object.keys(built.sources), digestOf),
    packages: await each(Object.keys(built.packages), versionOf),
  };
  return firstDifference(built, now);
}

export function firstDifference(built: Ingredients, now: Ingredients): string | null {
  const source = Object.keys(built.sources).find((path) => built.sources[path] !== now.sources[path]);
  if (source !== undefined) return `${source} ${now.sources[source] === 'gone' ? 'is gone' : 'has changed'}`;
  const folder = Object.keys(built.packages).find((path) => built.packages[path] !== now.packages[path]);
  if (folder === undefined) return null;
  return `${folder} is ${now.packages[folder]}, it was ${built.packages[folder]}`;
}

async function each(
  paths: readonly string[],
  read: (path: string) => Promise<string>,
): Promise<Record<string, string>> {
  const sorted = [...new Set(paths)].sort();
  return Object.fromEntries(await Promise.all(sorted.map(async (path) => [path, await read(path)] as const)));
}

async function digestOf(source: string): Promise<string> {
  const text = await readFile(join(root, source), 'utf8').catch(() => null);
  return text === null ? 'gone' : createHash('sha256').update(text).digest('hex');
}

async function versionOf(folder: string): Promise<string> {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => null);
  return text === null ? 'not installed' : (JSON.parse(text) as { version: string }).version;
}
