import { type Sha, unlessUserError } from '@backout/incident';
import type { Git } from '../git.ts';
import { kustomizationNames } from '../kustomization.ts';
import { foldersAround, within } from '../paths.ts';
import { entriesAt, entriesBelow, type TreeEntry } from '../tree-entries.ts';
import { type Lead, mayLead } from './leads.ts';

/** Where leads come to in a tree. */
export interface Located {
  /** What is rendered from; a folder stands for all that is below it. */
  readonly paths: readonly { readonly path: string; readonly namedBy: string | null }[];
  /** Files and links that may lead further. */
  readonly further: readonly TreeEntry[];
  /** Leads that go on behind a link that is on their way. */
  readonly through: readonly { readonly lead: Lead; readonly link: TreeEntry }[];
}

/** For hundreds of leads at once. Null where the commit is not there. */
export async function locate(git: Git, commit: Sha, leads: readonly Lead[]): Promise<Located | null> {
  const around = leads.flatMap(({ path }) => [...wayTo(path), ...kustomizationsIn(path)]);
  const known = await unlessUserError(entriesAt(git, commit, around), null, 'revision-unknown');
  if (known === null) return null;
  const byPath = new Map(known.map((entry) => [entry.path, entry]));
  const ends = leads.map((lead) => ({ lead, end: endOf(lead, byPath) }));
  const folders = ends.flatMap(({ end }) => (end.is === 'folder' ? [end.path] : []));
  const below = await entriesBelow(git, commit, folders);
  const files = ends.flatMap(({ end }) => (end.is === 'file' ? end.entries : []));
  return {
    paths: ends.map(({ lead, end }) => ({ path: end.path, namedBy: lead.namedBy })),
    further: [...files, ...below].filter(({ type, path }) => mayLead(type, path)),
    through: ends.flatMap(({ lead, end }) => (end.is === 'link' ? [{ lead, link: end.link }] : [])),
  };
}

type End =
  | { readonly is: 'file'; readonly path: string; readonly entries: readonly TreeEntry[] }
  | { readonly is: 'folder'; readonly path: string }
  | { readonly is: 'link'; readonly path: string; readonly link: TreeEntry };

/** A path that is not there is named all the same: it may have been until now. */
function endOf({ path, reach }: Lead, known: ReadonlyMap<string, TreeEntry>): End {
  const way = wayTo(path).flatMap((at) => known.get(at) ?? []);
  const link = way.find(({ type }) => type === 'link');
  if (link !== undefined) return { is: 'link', path: link.path, link };
  const submodule = way.find(({ type }) => type === 'submodule');
  if (submodule !== undefined) return { is: 'file', path: submodule.path, entries: [] };
  const entry = known.get(path);
  if (path !== '' && entry?.type !== 'folder') return { is: 'file', path, entries: entry ? [entry] : [] };
  const kustomization = kustomizationsIn(path).flatMap((name) => known.get(name) ?? []);
  if (reach === 'all' || kustomization[0] === undefined) return { is: 'folder', path };
  return { is: 'file', path: kustomization[0].path, entries: kustomization };
}

/** The folders on the way from the root, and the path itself. */
function wayTo(path: string): string[] {
  return path === '' ? [] : [...foldersAround(path).reverse(), path].filter((at) => at !== '');
}

function kustomizationsIn(folder: string): string[] {
  return kustomizationNames.map((name) => within(folder, name));
}
