import type { Application } from './application.ts';
import { filesOf, type SourceFile, treeOf } from './git.ts';
import { manifestsOf, RenderError } from './manifests.ts';

/** Renders what a commit asks for; a commit that cannot be rendered leaves the target as it was. */
export async function readTarget(application: Application, revision: string): Promise<RenderError | null> {
  const { repository, source, more } = application;
  const trees: string[] = [];
  for (const { path } of [source, ...more]) {
    const found = await treeOf(repository, revision, path);
    if (found === null) return noSuchPath(path);
    trees.push(found);
  }
  const tree = trees.join();
  if (tree === application.target?.tree) {
    application.target = { ...application.target, revision };
    return null;
  }
  const files: SourceFile[] = [];
  for (const one of trees) files.push(...(await filesOf(repository, one)));
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
