import type { Application } from '../application.ts';
import { isSameRepository } from '../history/address.ts';
import { parameterFields } from '../history/parameters.ts';
import type { SourceAt } from '../history/source.ts';
import type { Brought } from '../history/sync.ts';
import type { Query } from '../reference.ts';

/**
 * How Argo CD is asked to render a sync again. It renders with today's Application, and replaces revisions alone: a sync
 * with other sources or parameters would come out as it never was.
 *
 * @returns null where that would be so
 */
export function revisionsAsked({ spec, hydrator }: Application, sync: Brought): Query | null {
  // Of one that is rendered into another branch the history holds that branch's revisions, and what is rendered the other's.
  if (hydrator !== null || sync.from !== 'sources' || spec.sources.length !== sync.sources.length)
    return null;
  const revisions = spec.sources.map(
    (today) => sync.sources.find((then) => isAlike(today, then))?.revision ?? null,
  );
  if (revisions.includes(null)) return null;
  const told = revisions.filter((revision) => revision !== null);
  if (!spec.isList) return told.map((revision) => ['revision', revision]);
  // All of them: sources of one repository can be moved together only, and what is not named would be today's.
  return told.flatMap((revision, index) => [
    ['revisions', revision],
    ['sourcePositions', String(index + 1)],
  ]);
}

/** Apart from the revision that it was synced at. */
function isAlike(one: SourceAt, other: SourceAt): boolean {
  const isThere = one.repoURL === other.repoURL || isSameRepository(one.repoURL, other.repoURL);
  const places = ['path', 'chart', 'ref', 'targetRevision'] as const;
  if (!isThere || places.some((place) => one[place] !== other[place])) return false;
  const [a, b] = [parameterFields(one), parameterFields(other)];
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}
