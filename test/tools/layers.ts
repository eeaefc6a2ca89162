import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './root.ts';

/** The floors of the house, lowest first: a package imports lower floors only, and of its own floor nobody. */
export const floors: readonly (readonly string[])[] = [
  ['incident'],
  ['policy', 'verdict', 'report'],
  ['gitops', 'argocd', 'github', 'runner'],
  ['signals', 'attribution', 'ledger'],
  ['preflight'],
  ['stage-watch', 'stage-attribute', 'stage-revert', 'stage-verify', 'stage-report'],
  [
    'action-post-deploy-watch',
    'action-attribute-regression',
    'action-revert-commit',
    'action-verify-recovery',
    'action-report-incident',
    'cli',
  ],
];

export interface Package {
  /** Without `@backout/`. */
  readonly name: string;
  /** Of our own packages, by the same names; what its `package.json` does not name a linter refuses. */
  readonly imports: readonly string[];
}

const scope = '@backout/';

/** Every package that is built: the local world stands beside the house. */
export async function packages(): Promise<Package[]> {
  const folders = await Promise.all(['packages', 'packages/stages', 'actions'].map(foldersIn));
  const manifests = await Promise.all(folders.flat().map(readManifest));
  return manifests.flatMap((manifest) => manifest ?? []).filter(({ name }) => name !== 'world');
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
}

async function readManifest(folder: string): Promise<Package | null> {
  const text = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const manifest = JSON.parse(text) as { name: string; dependencies?: Record<string, string> };
  const imports = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith(scope));
  return {
    name: manifest.name.slice(scope.length),
    imports: imports.map((name) => name.slice(scope.length)),
  };
}
