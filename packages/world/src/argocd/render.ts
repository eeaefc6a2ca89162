import { type Application, NAMESPACE } from './application.ts';
import { filesOf, treeOf } from './git.ts';
import { type Manifest, manifestsOf, RenderError } from './manifests.ts';
import { placeOf } from './place.ts';

/** A rendering, or the words in which the real server refuses one. */
export type Rendering = { manifests: string[] } | { refused: string; status: 400 | 500 };

/**
 * `GET /applications/{name}/manifests`: today's Application with other revisions. Of a list of sources only those at the
 * named positions are moved, and `revision` says nothing.
 */
export async function render(application: Application, query: URLSearchParams): Promise<Rendering> {
  const { repository, source, more } = application;
  const revisions = [source, ...more].map(({ targetRevision }) => targetRevision);
  if (more.length === 0) revisions[0] = query.get('revision') || source.targetRevision;
  const refused = more.length === 0 ? null : move(revisions, query);
  if (refused !== null) return { refused, status: 500 };
  const found: Manifest[] = [];
  for (const [index, { path }] of [source, ...more].entries()) {
    const tree = await treeOf(repository, revisions[index] ?? '', path);
    if (tree === null)
      return { refused: `error generating manifests: ${path}: app path does not exist`, status: 500 };
    try {
      found.push(...manifestsOf(await filesOf(repository, tree)));
    } catch (error) {
      if (error instanceof RenderError) return { refused: error.message, status: 400 };
      throw error;
    }
  }
  return { manifests: found.map((manifest) => JSON.stringify(shown(application, manifest))) };
}

function move(revisions: string[], query: URLSearchParams): string | null {
  const given = query.getAll('revisions');
  for (const [index, position] of query.getAll('sourcePositions').map(Number).entries()) {
    if (!(position >= 1 && position <= revisions.length)) return 'source position is out of range';
    const revision = given[index];
    // The real server crashes over it, and says so.
    if (revision === undefined)
      return `runtime error: index out of range [${index}] with length ${given.length}`;
    revisions[position - 1] = revision;
  }
  return null;
}

type Content = Record<string, unknown>;

/** With the mark by which Argo CD knows its objects, and without what is secret. */
function shown({ name }: Application, { group, kind, name: object, content }: Manifest): Content {
  const { metadata, ...rest } = content as Content & { metadata: Content };
  const { name: app, namespace } = placeOf(name);
  const instance = name.includes('/') ? `${namespace}_${app}` : app;
  const id = `${instance}:${group}/${kind}:${NAMESPACE}/${object}`;
  const annotations = { ...(metadata.annotations as Content), 'argocd.argoproj.io/tracking-id': id };
  const open = { ...rest, metadata: { ...metadata, annotations } };
  return group === '' && kind === 'Secret' ? masked(open) : open;
}

function masked({ stringData, data, ...rest }: Content): Content {
  const hidden = Object.keys({ ...(data as Content), ...(stringData as Content) }).map((key) => [
    key,
    '++++++++',
  ]);
  return { ...rest, ...(hidden.length > 0 && { data: Object.fromEntries(hidden) }) };
}
