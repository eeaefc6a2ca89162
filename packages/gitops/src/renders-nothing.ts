import type { Sha } from '@backout/incident';
import { fetchBlobs, readBlob } from './file.ts';
import type { Git } from './git.ts';
import { manifestDocuments } from './manifest.ts';
import type { PathChange } from './range.ts';
import { sayTheSame } from './yaml/same-nodes.ts';
import { below, textOf, type Value } from './yaml/value.ts';

/** More of them than this nobody changes by comments alone. */
const mostFiles = 20;

/**
 * Whether a change of files says nothing new to what renders them: only comments and the like differ, in files that are
 * read as YAML. Told from the text; a file that may be taken as it is (into a ConfigMap, by `.Files.Get`) is `unknown`.
 *
 * @param paths what of a commit an application renders from
 */
export async function rendersNothing(git: Git, paths: readonly PathChange[]): Promise<boolean> {
  const both = paths.flatMap(({ path, from, to }) =>
    from !== null && to !== null && from !== to ? [{ path, from, to }] : [],
  );
  if (paths.length === 0 || both.length < paths.length || paths.length > mostFiles) return false;
  if (!both.every(({ path }) => /\.ya?ml$/.test(path))) return false;
  await fetchBlobs(
    git,
    both.flatMap(({ from, to }) => [from, to]),
  );
  for (const change of both) if (!(await saysNothingNew(git, change))) return false;
  return true;
}

interface Rewritten {
  readonly path: string;
  readonly from: Sha;
  readonly to: Sha;
}

async function saysNothingNew(git: Git, { path, from, to }: Rewritten): Promise<boolean> {
  const [before, after] = [await readBlob(git, from), await readBlob(git, to)];
  return isReadAsYaml(path, before) && sayTheSame(before, after);
}

const read = /(?:^|\/)(?:values[\w.-]*|kustomization|Chart)\.ya?ml$/;

function isManifest(document: Value): boolean {
  return ['kind', 'apiVersion'].every((key) => textOf(below(document, key)) !== null);
}

/** Values, what a tool is told by, and manifests. */
function isReadAsYaml(path: string, text: string): boolean {
  if (read.test(path)) return true;
  const parsed = manifestDocuments(text);
  if ('unread' in parsed) return false;
  const told = parsed.documents.filter((document) => document !== null);
  return told.length > 0 && told.every(isManifest);
}
