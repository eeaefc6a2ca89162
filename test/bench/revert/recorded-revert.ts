import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Sha } from '@backout/incident';
import { z } from 'zod';

/** A revert that somebody made, and what plain `git revert` makes of the same commit on the same tip. */
export const RecordedRevert = z.object({
  repo: z.string(),
  bad: Sha,
  bad_parent: Sha,
  is_merge: z.boolean(),
  tip: Sha,
  status: z.enum(['clean', 'conflict', 'noop']),
  plain_revert_tree: Sha.nullable(),
});
export type RecordedRevert = z.infer<typeof RecordedRevert>;

/** @param path gzip JSON lines, one file or a folder of them */
export function readRecordedReverts(path: string): RecordedRevert[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.jsonl.gz'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  return files.flatMap((file) =>
    gunzipSync(readFileSync(file))
      .toString('utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => RecordedRevert.parse(JSON.parse(line))),
  );
}
