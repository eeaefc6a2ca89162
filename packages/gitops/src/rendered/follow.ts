import type { Sha } from '@backout/incident';
import type { Git } from '../git.ts';
import { isKustomization } from '../kustomization.ts';
import { folderOf, resolved, within } from '../paths.ts';
import type { TreeEntry } from '../tree-entries.ts';
import { type Lead, leadsOf } from './leads.ts';
import { type Located, locate } from './locate.ts';
import { readTogether } from './read-together.ts';

/** What was found so far. */
interface Found {
  /** What is rendered from, with the file that names it; null for where rendering begins. */
  readonly paths: Map<string, string | null>;
  readonly unread: Set<string>;
  /** Leads and files that were followed. */
  readonly seen: Set<string>;
  characters: number;
}

/** More are nobody's application; they would keep git busy for minutes. */
const most = { levels: 20, leads: 1_000, files: 1_000, characters: 2_000_000 };

/** All that these paths lead to, level by level: what one level names is looked up together. */
export async function follow(
  git: Git,
  commit: Sha,
  begin: readonly string[],
): Promise<Pick<Found, 'paths' | 'unread'>> {
  const found: Found = { paths: new Map(), unread: new Set(), seen: new Set(), characters: 0 };
  let leads = begin.map((path): Lead => ({ path, reach: 'all', namedBy: null }));
  for (let level = 0; leads.length > 0; level++) {
    const fresh = leads.filter(({ reach, path }) => isNew(found, `${reach} ${path}`));
    const isMore = level === most.levels || fresh.length > most.leads;
    const located = isMore ? null : await locate(git, commit, fresh);
    if (located === null) for (const { namedBy, path } of fresh) found.unread.add(namedBy ?? path);
    leads = located === null ? [] : await onward(git, located, found);
  }
  return found;
}

function isNew({ seen }: Found, what: string): boolean {
  const isFirst = !seen.has(what);
  seen.add(what);
  return isFirst;
}

async function onward(git: Git, located: Located, found: Found): Promise<Lead[]> {
  for (const { path, namedBy } of located.paths) if (!found.paths.has(path)) found.paths.set(path, namedBy);
  const files = located.further.filter(({ path }) => isNew(found, path));
  const links = located.through.map(({ link }) => link);
  if (files.length > most.files) {
    for (const { path } of files) found.unread.add(path);
    return [];
  }
  const texts = await readTogether(git, [...files, ...links]);
  const textOf = (entry: TreeEntry) => bounded(texts.get(entry.id) ?? null, found);
  const named = files.flatMap((file) => leadsFrom(file, textOf(file), found));
  const behind = located.through.flatMap(({ lead, link }) => leadBehind(lead, link, textOf(link), found));
  return [...named, ...behind];
}

function bounded(text: string | null, found: Found): string | null {
  found.characters += text?.length ?? 0;
  return found.characters > most.characters ? null : text;
}

/** Paths in a kustomization behind a link are not from where that lies, but from where it is named. */
function leadsFrom({ type, path }: TreeEntry, text: string | null, found: Found): readonly Lead[] {
  const leads = leadsOf(type, path, text);
  if (leads === null || (type === 'link' && isKustomization(path))) found.unread.add(path);
  return leads ?? [];
}

/** The rest of the way from where a link leads; a link out of the repository leads nowhere. */
function leadBehind(lead: Lead, link: TreeEntry, target: string | null, found: Found): Lead[] {
  if (target === null) found.unread.add(link.path);
  const from = target === null ? null : resolved(folderOf(link.path), target);
  if (from === null) return [];
  const rest = lead.path.slice(link.path.length + 1);
  return [{ path: rest === '' ? from : within(from, rest), reach: lead.reach, namedBy: link.path }];
}
