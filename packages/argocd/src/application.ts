import { type Instant, type Sha, UserError } from '@backout/incident';
import type { z } from 'zod';
import { type GeneratePath, generatePaths } from './generate-paths.ts';
import type { Health } from './health.ts';
import { type Operation, readOperation } from './history/operation.ts';
import { type IsOurs, type OurSource, ourRevision, readSources, type SourceAt } from './history/source.ts';
import { readHistory, type Sync } from './history/sync.ts';
import { type Hydrator, readHydrator } from './hydrator.ts';
import { meantBy } from './meant-source.ts';
import type { ResourceState } from './resources/resource.ts';
import { readTime } from './time.ts';
import { Wire } from './wire.ts';

export interface Application {
  readonly name: string;
  readonly namespace: string;
  readonly createdAt: Instant | null;
  readonly sync: 'Synced' | 'OutOfSync' | 'Unknown';
  /** What the branch's tip was when it was last compared; null where nothing could be compared. */
  readonly revision: Sha | null;
  readonly health: Health;
  /** Oldest first; partial syncs and failed ones are not among them. */
  readonly history: readonly Sync[];
  /** So many entries are kept. */
  readonly historyLimit: number;
  /** The newest one; null where there was none, and for a moment after one was requested. */
  readonly operation: Operation | null;
  /** An operation is requested, running, or waiting for its next retry. */
  readonly operating: boolean;
  readonly retries: number;
  readonly failed: boolean;
  /** What the newest operation syncs or has tried to sync. */
  readonly attempted: Sha | null;
  readonly comparisonError: boolean;
  readonly automated: boolean;
  /** Automated sync takes away what is not in git any more. */
  readonly prunes: boolean;
  readonly resources: readonly ResourceState[];
  /** What its sources in our repository follow: branches, tags, `HEAD`. */
  readonly tracked: readonly string[];
  readonly deleting: boolean;
  readonly spec: Spec;
  /** Null where it is rendered from what it syncs. */
  readonly hydrator: Hydrator | null;
}

/** What it renders from now on. */
interface Spec {
  readonly sources: readonly SourceAt[];
  /** they stand in `sources`, one as well as several */
  readonly isList: boolean;
  /** The namespace of what names none. */
  readonly destination: string | null;
  /** What it is rendered from, where its team has said so. */
  readonly generatePaths: readonly GeneratePath[];
}

/**
 * @throws UserError `argocd-unreadable` for another form of answer; `application-unknown` where it does not render from
 *   our branch
 */
export function parseApplication(json: unknown, ours: OurSource): Application {
  const parsed = Wire.safeParse(json);
  if (!parsed.success)
    throw new UserError('argocd-unreadable', 'Argo CD answered in a form that this version does not know');
  const { metadata, spec, status } = parsed.data;
  const { isOurs, tracked } = meantBy(spec, ours, metadata.name);
  const sources = readSources(spec, isOurs) ?? [];
  return {
    ...{
      name: metadata.name,
      namespace: metadata.namespace,
      createdAt: readTime(metadata.creationTimestamp),
    },
    sync: status.sync?.status ?? 'Unknown',
    revision: comparedRevision(status.sync, spec, isOurs),
    health: status.health?.status ?? 'Unknown',
    history: readHistory(status.history ?? [], isOurs),
    historyLimit: spec.revisionHistoryLimit ?? defaultHistoryLimit,
    ...operationOf(parsed.data, isOurs),
    comparisonError: (status.conditions ?? []).some(({ type }) =>
      /^(?:ComparisonError|InvalidSpecError)$/.test(type),
    ),
    automated: spec.syncPolicy?.automated != null && spec.syncPolicy.automated.enabled !== false,
    prunes: spec.syncPolicy?.automated?.prune === true,
    resources: (status.resources ?? []).filter((one) => one !== null),
    tracked,
    deleting: metadata.deletionTimestamp != null,
    spec: {
      sources,
      isList: Boolean(spec.sources?.length),
      destination: spec.destination?.namespace || null,
      generatePaths: generatePaths(metadata.annotations, sources),
    },
    hydrator: spec.sourceHydrator ? readHydrator(spec.sourceHydrator, status.sourceHydrator) : null,
  };
}

const defaultHistoryLimit = 10;

type Answer = z.infer<typeof Wire>;

function comparedRevision(sync: Answer['status']['sync'], spec: Answer['spec'], isOurs: IsOurs): Sha | null {
  const { source, sources } = sync?.comparedTo ?? spec;
  const { revision, revisions } = sync ?? {};
  return ourRevision(readSources({ source, sources, revision, revisions }, isOurs) ?? []);
}

function operationOf({ operation: requested, status, spec }: Answer, isOurs: IsOurs) {
  const state = status.operationState;
  const operation = state ? readOperation(state, spec, isOurs) : null;
  const phase = operation?.phase;
  return {
    operation,
    operating: requested != null || phase === 'Running' || phase === 'Terminating',
    retries: operation?.retries ?? 0,
    failed: phase === 'Failed' || phase === 'Error',
    attempted: operation?.revision ?? null,
  };
}
