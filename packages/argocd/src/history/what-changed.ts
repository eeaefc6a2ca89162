import { longestName, mostOtherChanges, type OtherChange, type Sha } from '@backout/incident';
import { isSameRepository, spelledAddress } from './address.ts';
import { parameterFields } from './parameters.ts';
import type { SourceAt } from './source.ts';
import type { Brought } from './sync.ts';

/** What went live between two syncs. */
export interface Changed {
  /** Of our branch, up to and without `from`; null where our revision stayed, or where one of both is not known. */
  readonly commits: { readonly from: Sha; readonly to: Sha } | null;
  /** What no commit of the branch did, the most telling first: that it is empty is known, not supposed. */
  readonly others: readonly OtherChange[];
}

/** Two syncs that are equal in all that is rendered changed nothing: neither commits nor anything else. */
export function whatChanged(before: Brought, after: Brought): Changed {
  const [from, to] = [before.revision, after.revision];
  const commits = from === null || to === null || from === to ? null : { from, to };
  const others = othersOf(before, after, commits !== null);
  const sorted = others.toSorted((one, other) => rankOf(one) - rankOf(other));
  return { commits, others: sorted.slice(0, mostOtherChanges).map(cut) };
}

function othersOf(before: Brought, after: Brought, moved: boolean): OtherChange[] {
  if (before.from === 'local' || after.from === 'local')
    return [{ kind: 'local-sync', source: '', field: 'manifests', from: null, to: null }];
  if (before.from === 'unknown' || after.from === 'unknown')
    return [{ kind: 'application-spec', source: '', field: 'unknown', from: null, to: null }];
  const { pairs, added, removed } = paired(before.sources, after.sources);
  return [
    ...pairs.flatMap(([old, now]) => betweenSources(old, now, moved)),
    ...added.map((source) => whole(source, null, labelOf(source))),
    ...removed.map((source) => whole(source, labelOf(source), null)),
  ];
}

function whole(source: SourceAt, from: string | null, to: string | null): OtherChange {
  return { kind: 'application-spec', source: labelOf(source), field: 'source', from, to };
}

type Pair = readonly [old: SourceAt, now: SourceAt];

/** By what they are, wherever they stand; then by the repository alone: one that moved within it. */
function paired(before: readonly SourceAt[], after: readonly SourceAt[]) {
  const [pairs, added, removed]: [Pair[], SourceAt[], SourceAt[]] = [[], [...after], [...before]];
  for (const isSame of [isSamePlace, inSameRepository]) {
    for (const old of [...removed]) {
      const now = added.find((source) => isSame(old, source));
      if (now === undefined) continue;
      pairs.push([old, now]);
      added.splice(added.indexOf(now), 1);
      removed.splice(removed.indexOf(old), 1);
    }
  }
  return { pairs, added, removed };
}

const places = ['path', 'chart', 'ref'] as const;

function isSamePlace(one: SourceAt, other: SourceAt): boolean {
  return inSameRepository(one, other) && places.every((place) => one[place] === other[place]);
}

function inSameRepository(one: SourceAt, other: SourceAt): boolean {
  return one.repoURL === other.repoURL || isSameRepository(one.repoURL, other.repoURL);
}

/** @param moved our revision went from one commit to another: that of our sources is told by these */
function betweenSources(old: SourceAt, now: SourceAt, moved: boolean): OtherChange[] {
  const source = labelOf(now);
  const [before, after] = [parameterFields(old), parameterFields(now)];
  const fields = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  const changed: OtherChange[] = places
    .filter((field) => old[field] !== now[field])
    .map((field) => ({ kind: 'application-spec', source, field, from: old[field], to: now[field] }));
  const [from, to] = [tracked(old), tracked(now)];
  if (from !== to) changed.push({ kind: 'application-spec', source, field: 'targetRevision', from, to });
  if (old.revision !== now.revision && !(moved && old.ours && now.ours))
    changed.push({ kind: 'other-source', source, field: 'revision', from: old.revision, to: now.revision });
  for (const field of fields.filter((name) => before.get(name) !== after.get(name))) {
    const shown = (value: string | undefined) => (value === undefined ? null : shownValue(field, value));
    changed.push({
      ...{ kind: 'parameters', source, field },
      ...{ from: shown(before.get(field)), to: shown(after.get(field)) },
    });
  }
  return changed;
}

function tracked({ targetRevision }: SourceAt): string | null {
  return targetRevision === 'HEAD' ? null : (targetRevision?.replace(/^refs\/heads\//, '') ?? null);
}

/** `github.com/acme/charts: charts/web`; of a Helm repository the chart. */
function labelOf({ repoURL, path, chart }: SourceAt): string {
  if (chart !== null) return chart;
  return path === null ? spelledAddress(repoURL) : `${spelledAddress(repoURL)}: ${path}`;
}

/** The record is published. */
const secret = /pass|secret|token|credential|key|cert/i;

/** What is long, or secret by its name, is not shown: that it changed is told. */
function shownValue(field: string, value: string): string | null {
  return value.length > longestName || value.includes('\n') || secret.test(field) ? null : value;
}

const image = /image|tag|version|digest/i;

/** An image is what most deployments are. */
function rankOf({ kind, field }: OtherChange): number {
  switch (kind) {
    case 'local-sync':
      return 0;
    case 'other-source':
      return 1;
    case 'application-spec':
      return 2;
    case 'parameters':
      return image.test(field) ? 3 : 4;
  }
}

function cut({ kind, source, field, from, to }: OtherChange): OtherChange {
  const short = (text: string) => text.slice(0, longestName);
  return { kind, source: short(source), field: short(field), from: from && short(from), to: to && short(to) };
}
