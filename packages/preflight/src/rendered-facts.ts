import type { Deployment, RenderedObject } from '@backout/incident';
import type { PreflightFacts } from '@backout/policy';

type Rendered = Pick<Deployment, 'rendering'>;

/** Whether only the text of a change tells its kinds: it is in git, and costs requests that what was rendered does not. */
export function kindsAreInText({ rendering }: Rendered): boolean {
  return rendering.kind === 'not-compared';
}

/**
 * The kinds of the objects that differ, where Argo CD rendered both revisions; else what the text of the change tells.
 * Secrets are shown masked, so that one may have changed wherever there are any.
 */
export function renderedKinds({ rendering }: Rendered, text: readonly string[]): readonly string[] {
  if (rendering.kind === 'not-compared') return text;
  return rendering.maskedSecrets ? [...new Set([...rendering.kinds, 'Secret'])] : rendering.kinds;
}

/** Whether what is rendered is the same before and after the sync: no commit of it changed anything that runs. */
export function rendersTheSame({ rendering }: Rendered): boolean {
  return rendering.kind === 'compared' && rendering.count === 0 && !rendering.maskedSecrets;
}

/** Files of a database's migrations, where they are kept beside the manifests. */
const migrationFile = /(?:^|\/)migrations?\/|\.sql$/i;

/**
 * What a revert would not undo: a hook, a Job or an init container that changed with an image has run, and may have moved
 * the data on; so may a migration that came as a file.
 */
export function migrationIn(
  { rendering }: Rendered,
  { paths, kinds }: { readonly paths: readonly string[]; readonly kinds: readonly string[] },
): PreflightFacts['migration'] {
  const file = paths.find((path) => migrationFile.test(path));
  if (file !== undefined) return { kind: 'file', object: file };
  if (rendering.kind === 'not-compared')
    return kinds.includes('Job') ? { kind: 'Job', object: 'in the commit' } : null;
  const found = rendering.objects.find(isMigration);
  return found === undefined ? null : { kind: found.kind, object: found.name };
}

const runsOnce: ReadonlySet<string> = new Set(['Job']);

function isMigration({ change, kind, hook, fields }: RenderedObject): boolean {
  if (change === 'removed') return false;
  const image = fields.some((field) => /\.image$/.test(field));
  if (hook || runsOnce.has(kind)) return change === 'added' || image;
  return fields.some((field) => /\.initContainers\b.*\.image$/.test(field));
}
