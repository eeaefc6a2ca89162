import {
  type Application,
  type Argocd,
  type ChangedBySync,
  type Comparison,
  changedResources,
  changedWorkloads,
  compareRendered,
  type Sync,
} from '@backout/argocd';
import { mostRenderedKinds, mostRenderedObjects, notAsked, type Rendering } from '@backout/incident';

/** What Argo CD renders otherwise because of a sync. */
export interface SyncRendering {
  readonly rendering: Rendering;
  /** Null where that is not known. */
  readonly changed: ChangedBySync | null;
}

export interface Rendered {
  readonly argocd: Argocd | null;
  /** As it was read when the sync was found. */
  readonly application: Application | null;
  /** The Application's name in Argo CD. */
  readonly name: string;
  /** Up to the one that is meant, oldest first. */
  readonly syncs: readonly Sync[];
}

/** Asks Argo CD what it rendered before the newest of the syncs and with it. */
export async function compareRendering({
  argocd,
  application,
  name,
  syncs,
}: Rendered): Promise<SyncRendering> {
  const [before, after] = syncs.slice(-2);
  if (argocd === null || application === null || before === undefined || after === undefined)
    return { rendering: notAsked, changed: null };
  const [old, now] = await Promise.all(
    [before, after].map((sync) => argocd.manifests(name, application, sync)),
  );
  if (old?.kind !== 'rendered') return unknown(old?.why ?? 'unreadable');
  if (now?.kind !== 'rendered') return unknown(now?.why ?? 'unreadable');
  const comparison = compareRendered(old.manifests, now.manifests);
  if (comparison === null) return unknown('unreadable');
  return { rendering: recorded(comparison), changed: changedBy(comparison, application) };
}

/** Without the namespace of what names none it is not known which objects these are. */
function changedBy(comparison: Comparison, { spec }: Application): ChangedBySync | null {
  const { destination } = spec;
  if (destination === null) return null;
  return {
    workloads: changedWorkloads(comparison, destination),
    resources: changedResources(comparison, destination),
  };
}

function unknown(why: Extract<Rendering, { kind: 'not-compared' }>['why']): SyncRendering {
  return { rendering: { kind: 'not-compared', why }, changed: null };
}

const longest = 300;

/** What most deployments are about, and what tells a migration. */
function imagesFirst(fields: readonly string[]): readonly string[] {
  const isImage = (field: string) => Number(field.endsWith('.image'));
  return fields.toSorted((one, other) => isImage(other) - isImage(one));
}

function recorded({ objects, maskedSecrets }: Comparison): Rendering {
  const kinds = [...new Set(objects.map(({ kind }) => kind.slice(0, longest)))].sort();
  return {
    kind: 'compared',
    objects: objects.slice(0, mostRenderedObjects).map(({ change, kind, name, fields, hook }) => ({
      change,
      kind: kind.slice(0, longest),
      name: name.slice(0, longest),
      fields: imagesFirst(fields)
        .slice(0, 5)
        .map((field) => field.slice(0, longest)),
      hook,
    })),
    count: objects.length,
    // Of more kinds than anybody counts one may be any.
    kinds: kinds.length > mostRenderedKinds ? [...kinds.slice(0, mostRenderedKinds - 1), 'unknown'] : kinds,
    maskedSecrets,
  };
}
