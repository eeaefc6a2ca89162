import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { play } from './revert/play.ts';
import { readRecordedReverts } from './revert/recorded-revert.ts';
import { serve } from './revert/served.ts';
import { judge, type Played, tally } from './revert/tally.ts';
import { lineOf, tableOf } from './revert/tell.ts';

/**
 * Reverts that people made, by the stage as the action calls it and by a shallow clone and `git revert`, from an empty
 * folder over HTTP each.
 *
 * `npm run bench:revert -- --git DIR --cases FILE [--json] [--most N]`
 *
 * DIR is a repository; FILE is recorded reverts, or a folder of such files: cases of other repositories are left out.
 */
const { values } = parseArgs({
  options: {
    git: { type: 'string' },
    cases: { type: 'string' },
    json: { type: 'boolean', default: false },
    most: { type: 'string' },
  },
});
if (values.git === undefined || values.cases === undefined) {
  process.stderr.write('--git DIR and --cases FILE are needed\n');
  process.exit(2);
}

await using served = await serve(values.git);
const recorded = readRecordedReverts(values.cases);
const there = await served.has(recorded.flatMap(({ bad, bad_parent, tip }) => [bad, bad_parent, tip]));
const own = recorded.filter(({ bad, bad_parent, tip }) =>
  [bad, bad_parent, tip].every((id) => there.has(id)),
);
const step = values.most === undefined ? 1 : Math.max(1, own.length / Number(values.most));
const chosen = own.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));

const scratch = await mkdtemp(join(tmpdir(), 'backout-reverts-'));
const played: Played[] = [];
try {
  for (const one of chosen) {
    const result = await play(served, scratch, one);
    if (result === null) {
      process.stderr.write(`left out ${one.bad}: the repository lacks contents of its tip\n`);
      continue;
    }
    played.push(result);
    if (['wrong', 'refused'].includes(judge(result))) process.stderr.write(`${lineOf(result)}\n`);
  }
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
const counted = tally(played);
if (!values.json) console.log(`${tableOf(counted)}\n`);
console.log(JSON.stringify(counted));
process.exitCode = counted.wrong === 0 ? 0 : 1;
