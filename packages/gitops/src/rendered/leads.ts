import { isKustomization, referencesIn } from '../kustomization.ts';
import { folderOf, nameOf, resolved } from '../paths.ts';
import { documentsOf } from '../read-manifests.ts';
import type { EntryType } from '../tree-entries.ts';
import { below, isList, textOf, type Value } from '../yaml/value.ts';

/** Whether what a file names is rendered with all that is below it, or as Kustomize reads it. */
type Reach = 'all' | 'named';

/** A path that a file leads to. */
export interface Lead {
  readonly path: string;
  readonly reach: Reach;
  /** The file that names it; null for where rendering begins. */
  readonly namedBy: string | null;
}

/** Whether a file may lead to others. */
export function mayLead(type: EntryType, path: string): boolean {
  return type === 'link' || (type === 'file' && (isKustomization(path) || isChart(path)));
}

function isChart(path: string): boolean {
  return ['Chart.yaml', 'requirements.yaml'].includes(nameOf(path));
}

/** Where a link, a kustomization or a chart leads within the repository; null where that cannot be read. */
export function leadsOf(type: EntryType, path: string, text: string | null): Lead[] | null {
  if (text === null) return null;
  if (type === 'link') return within(path, [text], 'all');
  const read = documentsOf(text);
  if ('unread' in read) return null;
  const named = isKustomization(path) ? kustomized : dependencies;
  return within(path, read.documents.flatMap(named), isKustomization(path) ? 'named' : 'all');
}

function within(namedBy: string, targets: readonly string[], reach: Reach): Lead[] {
  return targets.flatMap((target) => {
    const path = resolved(folderOf(namedBy), target);
    return path === null ? [] : [{ path, reach, namedBy }];
  });
}

/** What is fetched from elsewhere has an address. */
const address = /^[a-z][a-z\d+.-]*:|^[\w.-]+@|\?(?:ref|version)=/i;

function kustomized(kustomization: Value): string[] {
  return referencesIn(kustomization).flatMap(({ to }) => (address.test(to) ? [] : [to]));
}

function dependencies(chart: Value): string[] {
  const listed = below(chart, 'dependencies');
  const addresses = isList(listed) ? listed.map((dependency) => textOf(below(dependency, 'repository'))) : [];
  return addresses.flatMap((repository) => /^file:\/\/(.+)$/.exec(repository ?? '')?.[1] ?? []);
}
