import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Sha } from '@backout/incident';
import { identity } from './bare-config.ts';
import type { Git } from './git.ts';
import { objectId } from './object-id.ts';

/** Where its objects are. */
type Repository = Pick<Git, 'directory'>;

export interface CommitContent {
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  readonly message: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** The object id of a tree without entries. @param objectFormat any object id of the repository */
export function emptyTree(git: Repository, objectFormat: Sha): Promise<Sha> {
  return writeObject(git, 'tree', Buffer.alloc(0), objectFormat);
}

/** Writes a commit as a loose object: what `git commit-tree` does, without a process for each. */
export function writeCommit(git: Repository, commit: CommitContent): Promise<Sha> {
  const who = `${identity.name} <${identity.email}> ${commit.at} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
    '',
    commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`,
  ];
  return writeObject(git, 'commit', Buffer.from(lines.join('\n')), commit.tree);
}

/** Writes an object as a loose one. @returns its id */
export async function writeObject(
  git: Repository,
  type: 'commit' | 'tree',
  content: Buffer,
  objectFormat: Sha,
): Promise<Sha> {
  const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const sha = objectId(type, content, objectFormat);
  const folder = join(git.directory, 'objects', sha.slice(0, 2));
  await mkdir(folder, { recursive: true });
  // The same object may be written twice at once, and read by a git between the two.
  const draft = join(folder, `draft-${randomUUID()}`);
  await writeFile(draft, deflateSync(object));
  await rename(draft, join(folder, sha.slice(2)));
  return sha;
}
