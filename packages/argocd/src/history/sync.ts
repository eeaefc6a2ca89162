import type { Instant, Sha } from '@backout/incident';
import { z } from 'zod';
import { readTime } from '../time.ts';
import { type IsOurs, ourRevision, readSources, type SourceAt } from './source.ts';

/** What an operation brought. */
export interface Brought {
  /** `local`: manifests of somebody's disk; `unknown`: it is not told in full */
  readonly from: 'sources' | 'local' | 'unknown';
  /** of our source; null where that is not known, or where none of the sources is ours */
  readonly revision: Sha | null;
  /** in the Application's order */
  readonly sources: readonly SourceAt[];
}

export interface Initiator {
  /** null where Argo CD did it by itself */
  readonly username: string | null;
  readonly automated: boolean;
}

/** Something that went live. */
export interface Sync extends Brought {
  /** of the history's entry: counted up from 0; null where there is none, or none that can be read */
  readonly id: number | null;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly initiatedBy: Initiator;
  /** some resources alone were synced, which leaves no entry */
  readonly partial: boolean;
}

/** What cannot be read of an entry is unknown; without its place two others would look adjacent. */
const Entry = z.object({
  id: z.unknown().optional(),
  deployedAt: z.unknown().optional(),
  deployStartedAt: z.unknown().optional(),
  initiatedBy: z.unknown().optional(),
});

const Id = z.int().nonnegative();

/** Oldest first. */
export function readHistory(entries: readonly unknown[], ours: IsOurs): readonly Sync[] {
  let newest = -1;
  const placed = entries.map((entry) => {
    const sync = readEntry(entry, ours);
    newest = sync.id ?? newest;
    return { place: newest, sync };
  });
  return placed.sort((one, other) => one.place - other.place).map(({ sync }) => sync);
}

function readEntry(json: unknown, ours: IsOurs): Sync {
  const parsed = Entry.safeParse(json);
  const { id, deployedAt, deployStartedAt, initiatedBy } = parsed.success ? parsed.data : {};
  const counted = Id.safeParse(id);
  const finishedAt = readTime(deployedAt);
  return {
    id: counted.success ? counted.data : null,
    startedAt: readTime(deployStartedAt) ?? finishedAt,
    finishedAt,
    initiatedBy: readInitiator(initiatedBy),
    ...readBrought(json, ours),
    partial: false,
  };
}

/** A sync of local manifests has sources and no revision at all. */
export function readBrought(json: unknown, ours: IsOurs): Brought {
  const sources = readSources(json, ours);
  if (sources === null) return { from: 'unknown', revision: null, sources: [] };
  const told = sources.filter(({ revision }) => revision !== null);
  if (told.length === 0) return { from: 'local', revision: null, sources };
  if (told.length < sources.length) return { from: 'unknown', revision: null, sources };
  return { from: 'sources', revision: ourRevision(sources), sources };
}

const By = z.object({ username: z.string().nullish(), automated: z.boolean().nullish() });

export function readInitiator(json: unknown): Initiator {
  const parsed = By.safeParse(json);
  if (!parsed.success) return { username: null, automated: false };
  return { username: parsed.data.username || null, automated: parsed.data.automated === true };
}
