import { emptyTree, type Git, writeCommit } from '@backout/gitops';
import { milliseconds, type Sha } from '@backout/incident';
import { type Entry, serialize } from './entry.ts';

/** Writes an entry as a commit of the local repository; nothing is pushed. @param objectFormat any object id of the repository */
export async function writeEntry(
  git: Git,
  entry: Entry,
  parent: Sha | null,
  objectFormat: Sha,
): Promise<Sha> {
  return writeCommit(git, {
    tree: await emptyTree(git, objectFormat),
    parents: parent === null ? [] : [parent],
    message: serialize(entry),
    at: Math.floor(milliseconds(entry.at) / 1000),
  });
}
