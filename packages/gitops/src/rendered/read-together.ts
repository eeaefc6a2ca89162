import type { Sha } from '@backout/incident';
import { fetchBlobs } from '../file.ts';
import type { Git } from '../git.ts';
import { readTexts } from '../read-manifests.ts';
import type { TreeEntry } from '../tree-entries.ts';

/** Fewer are read as fast by a process each. A command line holds more than the most. */
const inOneProcess = { least: 4, most: 500 };
const largestBytes = 1_000_000;

/** The texts of files and links of a commit, in one request and few processes; null for those that are too large. */
export async function readTogether(
  git: Git,
  commit: Sha,
  entries: readonly TreeEntry[],
): Promise<ReadonlyMap<Sha, string | null>> {
  await fetchBlobs(
    git,
    entries.map(({ id }) => id),
  );
  const texts = new Map<Sha, string | null>();
  for (let begin = 0; begin < entries.length; begin += inOneProcess.most) {
    const some = entries.slice(begin, begin + inOneProcess.most);
    const read = some.length < inOneProcess.least ? null : await shownTogether(git, commit, some);
    for (const [id, text] of read ??
      (await readTexts(
        git,
        some.map(({ id }) => id),
      )))
      texts.set(id, text);
  }
  return texts;
}

/** Null where what is printed has not the length of all of them: bytes that are no UTF-8, or an answer cut short. */
async function shownTogether(
  git: Git,
  commit: Sha,
  entries: readonly TreeEntry[],
): Promise<Map<Sha, string | null> | null> {
  const sizes = await sizesOf(git, commit, entries);
  const shown = [...sizes].filter(([, bytes]) => bytes <= largestBytes);
  const texts = new Map<Sha, string | null>([...sizes.keys()].map((id) => [id, null]));
  const output = Buffer.from(shown.length === 0 ? '' : await git.read('show', ...shown.map(([id]) => id)));
  let offset = 0;
  for (const [id, bytes] of shown) {
    texts.set(id, output.toString('utf8', offset, offset + bytes));
    offset += bytes;
  }
  return offset === output.length ? texts : null;
}

/** `100644 blob <id>    <bytes>\t<path>` */
async function sizesOf(git: Git, commit: Sha, entries: readonly TreeEntry[]): Promise<Map<Sha, number>> {
  const literally = entries.map(({ path }) => `:(literal)${path}`);
  const listed = await git.read('ls-tree', '-l', '-z', commit, '--', ...literally);
  const records = listed.split('\0').filter(Boolean);
  return new Map(
    records.map((record) => {
      const [, , id, bytes] = record.slice(0, record.indexOf('\t')).split(/ +/);
      return [id as Sha, Number(bytes)];
    }),
  );
}
