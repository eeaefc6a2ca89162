import { applicationJson, applicationName, type Described, renderedAt } from './application.ts';
import { type Files, filesOf } from './layouts.ts';
import { render } from './render.ts';
import type { Rendered } from './sources.ts';
import type { State } from './state.ts';

/** An Argo CD that has one application, or two of one name. */
export interface Served {
  readonly described: Described;
  /** Seconds, now. */
  readonly second: () => number;
  /** What the files of a commit say, by its id; null where there is none. */
  readonly stateOf: (id: string) => State | null;
}

/** A fetch that answers like Argo CD, from what was drawn. */
export function answering(served: Served): typeof fetch {
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const [, name, ...rest] = /^\/api\/v1\/applications\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
    const { namespace } = served.described.choice;
    if (name === undefined || decodeURIComponent(name) !== applicationName) return denied();
    const asked = url.searchParams.get('appNamespace') ?? 'argocd';
    if (asked !== namespace && asked !== 'argocd') return denied();
    const meant = asked === namespace ? served : { ...served, described: namesake(served.described) };
    return about(meant, rest[0] ?? '', url.searchParams);
  };
}

/** What Argo CD answers for what may not be read, and for what does not exist. */
function denied(): Response {
  return Response.json(
    { error: 'permission denied', code: 7, message: 'permission denied' },
    { status: 403 },
  );
}

/** Another application of the same name in the namespace of Argo CD: it went from another revision to the same one. */
function namesake(described: Described): Described {
  const operations = described.operations.filter(({ ours }) => ours !== 'previous');
  return { ...described, choice: { ...described.choice, namespace: 'argocd' }, operations };
}

function about(served: Served, what: string, asked: URLSearchParams): Response {
  switch (what) {
    case '':
      return Response.json(applicationJson(served.described, served.second()));
    case 'resource-tree':
      return Response.json({ nodes: [] });
    case 'syncwindows':
      return Response.json({ canSync: true });
    case 'manifests':
      return manifests(served, asked);
    default:
      return denied();
  }
}

/** Rendered with the spec of now; only the revisions are those that are asked for. */
function manifests(served: Served, asked: URLSearchParams): Response {
  const { described, second } = served;
  if (described.choice.renderings === 'denied') return denied();
  const now = renderedAt(described, second());
  const wanted = revisionsAsked(now, asked);
  if (wanted === null) return failed('the number of revisions is not that of the source positions');
  const revisions = now.map(({ revision }, index) => wanted.get(index + 1) ?? current(described, revision));
  const moved = now.map(({ source }, index) => [source.repoURL, revisions[index] ?? ''] as const);
  if (now.length > 1 && isTorn(moved, now))
    return failed('cannot reference a different revision of the same repository');
  const files = revisions.map((revision) => filesAt(served, revision));
  if (now.some(({ revision }, index) => revision !== null && 'commit' in revision && files[index] === null))
    return failed('unable to resolve the revision');
  const referred = new Map<string, Files>();
  now.forEach(({ source: { ref } }, index) => {
    const at = files[index];
    if (ref !== undefined && at) referred.set(ref, at);
  });
  const rendered = now.flatMap(({ source }, index) =>
    render({ source, files: files[index] ?? null, revision: revisions[index] ?? '', referred }),
  );
  return Response.json({ manifests: rendered });
}

function failed(message: string): Response {
  return Response.json({ error: message, code: 2, message }, { status: 500 });
}

/** By position, from 1; null where Argo CD would not take them. With several sources `revision` is ignored. */
function revisionsAsked(now: readonly Rendered[], asked: URLSearchParams): Map<number, string> | null {
  const revision = asked.get('revision');
  if (now.length === 1) return new Map(revision === null ? [] : [[1, revision]]);
  const [revisions, positions] = [asked.getAll('revisions'), asked.getAll('sourcePositions').map(Number)];
  if (revisions.length !== positions.length) return null;
  return new Map(positions.map((position, index) => [position, revisions[index] ?? '']));
}

function current({ idOf, tip }: Described, revision: Rendered['revision']): string {
  if (revision === null) return idOf(tip);
  return 'commit' in revision ? idOf(revision.commit) : revision.literal;
}

/** Sources of one repository that follow the same branch are moved together. */
function isTorn(moved: readonly (readonly [string, string])[], now: readonly Rendered[]): boolean {
  return moved.some(([url, revision], index) =>
    moved.some(
      ([other, its], place) =>
        other === url &&
        its !== revision &&
        now[place]?.source.targetRevision === now[index]?.source.targetRevision,
    ),
  );
}

function filesAt({ described, stateOf }: Served, revision: string): Files | null {
  const state = stateOf(revision);
  return state === null ? null : filesOf(described.choice, state);
}
