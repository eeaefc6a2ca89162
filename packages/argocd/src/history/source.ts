import { Sha } from '@backout/incident';
import { z } from 'zod';
import { isSameRepository } from './address.ts';

/** Which source of an application is read: the one whose revisions are commits of our branch. */
export interface OurSource {
  /** `https://github.com`, where it is not said */
  readonly server?: string | undefined;
  /** `owner/name` */
  readonly repository: string;
  /** null where who asks does not know it: then the repository alone tells */
  readonly branch: Branch | null;
}

export interface Branch {
  readonly name: string;
  readonly isDefault: boolean;
}

/** One source of an application, at a moment. */
export interface SourceAt {
  readonly repoURL: string;
  readonly path: string | null;
  /** of a Helm repository */
  readonly chart: string | null;
  /** the name by which other sources refer to its files */
  readonly ref: string | null;
  /** null follows the repository's default branch, or the newest chart */
  readonly targetRevision: string | null;
  /** what it is rendered with: `helm`, `kustomize`, `directory`, `plugin`, as Argo CD writes them */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** a commit, a chart's version, a digest; null where it is not told */
  readonly revision: string | null;
  /** its revisions are commits of our branch */
  readonly ours: boolean;
}

/** Whether a source is the one that is meant. */
export type IsOurs = (source: Pick<SourceAt, 'repoURL' | 'chart' | 'targetRevision'>) => boolean;

export function isOurs({ branch, ...ours }: OurSource): IsOurs {
  const address = addressOfOurs(ours);
  return ({ repoURL, chart, targetRevision }) =>
    chart === null &&
    isSameRepository(repoURL, address) &&
    (branch === null || follows(targetRevision, branch));
}

export function addressOfOurs({
  server = 'https://github.com',
  repository,
}: Omit<OurSource, 'branch'>): string {
  return `${server}/${repository}`;
}

/** Whether what a source tracks is the branch. */
export function follows(targetRevision: string | null, { name, isDefault }: Branch): boolean {
  if (targetRevision === null || targetRevision === 'HEAD') return isDefault;
  return targetRevision === name || targetRevision === `refs/heads/${name}`;
}

const text = z.string().nullish();

const Source = z.looseObject({
  repoURL: z.string().min(1),
  ...{ path: text, chart: text, ref: text, targetRevision: text },
  // A name for people: nothing is rendered with it.
  name: z.unknown().optional(),
});

/** How Argo CD writes sources with their revisions: in the singular, or in lists whose singular is empty then. */
const Sourced = z.object({
  source: z.unknown().optional(),
  sources: z.array(z.unknown()).nullish(),
  revision: text,
  revisions: z.array(z.string()).nullish(),
});

/** @returns null where one of them cannot be read, or where there is none */
export function readSources(json: unknown, ours: IsOurs): readonly SourceAt[] | null {
  const parsed = Sourced.safeParse(json);
  if (!parsed.success) return null;
  const { source, sources, revision, revisions } = parsed.data;
  const written = sources?.length ? sources : [source];
  const single = written.length === 1 ? revision : null;
  const read = written.map((source, index) => readSource(source, revisions?.[index] ?? single, ours));
  return read.some((source) => source === null) ? null : read.filter((source) => source !== null);
}

function readSource(json: unknown, revision: string | null | undefined, ours: IsOurs): SourceAt | null {
  const parsed = Source.safeParse(json);
  if (!parsed.success) return null;
  const { repoURL, path, chart, ref, targetRevision, name: _, ...parameters } = parsed.data;
  const where = {
    repoURL,
    path: path || null,
    chart: chart || null,
    ref: ref || null,
    targetRevision: targetRevision || null,
  };
  return { ...where, parameters, revision: revision || null, ours: ours(where) };
}

/** Of our source; null where there is none, or where several of them are at different ones. */
export function ourRevision(sources: readonly SourceAt[]): Sha | null {
  const revisions = new Set(sources.flatMap(({ ours, revision }) => (ours ? [revision] : [])));
  const [only] = revisions;
  // After a comparison error the revision is literally the branch's name.
  const parsed = Sha.safeParse(revisions.size === 1 ? only : null);
  return parsed.success ? parsed.data : null;
}
