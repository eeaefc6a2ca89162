import type { Application } from './application.ts';
import { filesOf, treeOf } from './git.ts';
import { manifestsOf, RenderError } from './manifests.ts';

/** Renders what a commit asks for; a commit that cannot be rendered leaves the target as it was. */
export async function readTarget(application: Application, revision: string): Promise<RenderError | null> {
  const { repository, source } = application;
  const tree = await treeOf(repository, revision, source.path);
  if (tree === null) return noSuchPath(source.path);
  if (tree === application.target?.tree) {
    application.target = { ...application.target, revision };
    return null;
  }
  const files = await filesOf(repository, tree);
  try {
    application.target = { revision, tree, manifests: manifestsOf(files) };
    return null;
  } catch (error) {
    if (error instanceof RenderError) return error;
    throw error;
  }
}

function noSuchPath(path: string): RenderError {
  const reason = `rpc error: code = Unknown desc = ${path}: app path does not exist`;
  return new RenderError(
    `Failed to load target state: failed to generate manifest for source 1 of 1: ${reason}`,
  );
}
