import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Sha } from '@backout/incident';
import type { Ends } from './descent.ts';
import type { Git } from './git.ts';
import { type Commit, commitFormat, type Graph, parseCommits } from './graph.ts';
import { writeCommit, writeObject } from './object.ts';
import { emptyTreeId } from './object-id.ts';
import { objectsOnly } from './objects-only.ts';
import { refusal } from './refusal.ts';
import { cutShort, terminated } from './whole.ts';

/** Some 15 MB; whoever deploys as rarely as this is not helped by a list of suspects. */
export const mostCommits = 25_000;

/**
 * The commits behind a revision that are not behind the previous one, all of them and no other, in one request,
 * however many there are. A depth would count over all parents: 5,389 merges took a depth that brings 100,000 commits.
 * Git asks for just these when it has the previous revision itself; so that it does not ask for what is behind that
 * one, it is told, in a repository of the graph alone, that nothing is.
 * @throws UserError `repository-unreadable`
 */
export async function readDistantGraph(
  git: Git,
  ends: Ends,
  most = mostCommits,
): Promise<Graph | 'too-many'> {
  await using graph = await git.another();
  const root = await pretend(graph, ends.previous, await git.object('commit', ends.previous));
  const fetched = await fetchGraph(graph, ends, most);
  if (fetched === 'too-many') return fetched;
  return {
    commits: fetched === 'nothing' ? new Map() : await readAll(graph, [ends.previous, root]),
    cut: new Set(),
  };
}

/** The commit as it is, whose history ends with it as far as git can see here. */
async function pretend(graph: Git, previous: Sha, content: Buffer): Promise<Sha> {
  const root = { tree: emptyTreeId(previous), parents: [], message: 'nothing is behind it', at: 0 };
  const replacements = join(graph.directory, 'refs/replace');
  const [replacement] = await Promise.all([
    writeCommit(graph, root),
    writeObject(graph, 'commit', content, previous),
    mkdir(replacements, { recursive: true }),
  ]);
  await writeFile(join(replacements, previous), `${replacement}\n`);
  return replacement;
}

async function fetchGraph(
  graph: Git,
  { previous, revision }: Ends,
  most: number,
): Promise<'fetched' | 'nothing' | 'too-many'> {
  const fetched = await graph.fetchAtMost(
    most,
    ...['-c', 'fetch.negotiationAlgorithm=consecutive'],
    'fetch',
    ...objectsOnly,
    '--filter=tree:0',
    `--negotiation-tip=${previous}`,
    'origin',
    revision,
  );
  if (fetched === 'too-many') return fetched;
  if (fetched.code === 0) return 'fetched';
  // The server takes it that whoever has the previous revision has all that is behind it.
  if (/did not send all necessary objects/.test(fetched.stderr)) return 'nothing';
  throw refusal(fetched);
}

/** Whole when there are as many as git has objects: where their history ends, nothing else would tell. */
async function readAll(graph: Git, own: readonly Sha[]): Promise<ReadonlyMap<Sha, Commit>> {
  const listing = await graph.read('cat-file', '--batch-all-objects', '--batch-check=%(objectname)');
  const ids = terminated(listing, '\n', 'cat-file').map((id) => Sha.parse(id));
  const counts = await graph.read('count-objects', '-v');
  const [, loose, packed] = /^count: (\d+)\n(?:.*\n)*in-pack: (\d+)\n/.exec(counts) ?? [];
  if (ids.length !== Number(loose) + Number(packed)) throw cutShort('cat-file');
  const input = ids.map((id) => `${id}\n`).join('');
  const walked = ['--stdin', '--no-walk=unsorted', ...commitFormat];
  const commits = new Map(parseCommits(await graph.feed(input, 'rev-list', ...walked)));
  if (!ids.every((id) => commits.has(id))) throw cutShort('rev-list');
  for (const id of own) commits.delete(id);
  return commits;
}
