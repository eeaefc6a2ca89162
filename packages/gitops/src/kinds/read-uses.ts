import { isAtOrBelow, type Sha, unlessUserError } from '@backout/incident';
import { fetchBlobs } from '../file.ts';
import type { Git } from '../git.ts';
import {
  isKustomization,
  kustomizationNames,
  type Reference,
  referencesIn,
  type Use,
} from '../kustomization.ts';
import { folderOf, foldersAround, nameOf, resolved, within } from '../paths.ts';
import { readManifests } from '../read-manifests.ts';
import { entriesAt } from '../tree-entries.ts';
import type { Documents } from '../yaml/value.ts';

/** What the tools around a file make of it; none where nothing names it. */
export type UsesOf = (file: string) => readonly Use[];

/** Where more folders around the files have a kustomization, what each does with them is not looked up. */
const mostKustomizations = 40;

/** What is no resource, whatever it looks like: values of a chart that lies elsewhere, and what says how to render. */
const isInput =
  /(?:^|\/)(?:[^/]*[._-])?values(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/i;

const input: Use = { use: 'input' };

/** Where a kustomization may stand that reads one of the files, or lies in one of the folders. */
export function kustomizationsAround(paths: readonly string[]): string[] {
  const folders = new Set([...paths, ...paths.flatMap(foldersAround)]);
  return [...folders].flatMap((folder) => kustomizationNames.map((name) => within(folder, name)));
}

/**
 * How Helm and Kustomize read files of a commit whose trees are local: a chart renders all that is below it, and a
 * kustomization reads files of its own folder and below only. Links and submodules are inputs: what they stand for is
 * elsewhere. Null where nothing of it can be known.
 */
export async function readUses(git: Git, revision: Sha, files: readonly string[]): Promise<UsesOf | null> {
  const folders = [...new Set(files.flatMap(foldersAround))];
  const tools = folders.flatMap((folder) =>
    ['Chart.yaml', ...kustomizationNames].map((name) => within(folder, name)),
  );
  const reading = entriesAt(git, revision, [...tools, ...files]);
  const entries = await unlessUserError(reading, null, 'revision-unknown');
  if (entries === null) return null;
  const isFile = new Set(entries.filter(({ type }) => type === 'file').map(({ path }) => path));
  const kustomizations = entries.filter(({ path }) => isKustomization(path));
  if (kustomizations.length > mostKustomizations) return null;
  const charts = entries
    .filter(({ path }) => nameOf(path) === 'Chart.yaml')
    .map(({ path }) => folderOf(path));
  const contents = kustomizations.filter(({ type }) => type === 'file').map(({ id }) => id);
  await fetchBlobs(git, contents);
  const read = await readManifests(git, contents);
  const named = kustomizations.flatMap(({ path, id }) => namedBy(folderOf(path), read.get(id)));
  return (file) => {
    if (!isFile.has(file) || isInput.test(file) || charts.some((chart) => isAtOrBelow(file, chart)))
      return [input];
    return named.filter(({ path }) => isAtOrBelow(file, path)).map(({ use }) => use);
  };
}

interface Named {
  readonly path: string;
  readonly use: Use;
}

/** A kustomization that cannot be read may do anything with all of its folder. */
function namedBy(folder: string, read: Documents | undefined): Named[] {
  if (read === undefined || 'unread' in read) return [{ path: folder, use: input }];
  return read.documents.flatMap(referencesIn).flatMap(({ to, use }: Reference) => {
    const path = resolved(folder, to);
    return path === null ? [] : [{ path, use }];
  });
}
