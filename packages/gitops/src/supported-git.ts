import { UserError } from '@backout/incident';
import { callGit, type Ended } from './call.ts';

/** Of what is asked of git, the newest things, and with which release of git 2 each of them came. */
const minorSince = {
  'merge-tree --write-tree': 38,
  'fetch.negotiationAlgorithm=consecutive': 36,
  'rev-list --no-commit-header': 33,
  'fetch --no-write-fetch-head': 29,
} as const;

const oldestMinor = Math.max(...Object.values(minorSince));

const answerWithinMs = 10_000;

let asked: Promise<void> | undefined;

/** Asks the git on the path for its version, once a process. @throws UserError `unsupported-git` */
export function supportedGit(folder: string): Promise<void> {
  asked ??= callGit({ baseDir: folder, silenceMs: answerWithinMs }, (client) => client.raw('version')).then(
    (ended) => {
      const problem = problemOf(ended);
      if (problem !== null) throw new UserError('unsupported-git', problem);
    },
  );
  return asked;
}

/** Whoever packs git writes more behind its numbers: `2.39.2 (Apple Git-143)`, `2.45.1.windows.1`, `2.46.GIT`. */
export function problemOf(ended: Ended<string>): string | null {
  if (ended.outcome === 'failed') return `${needed}, and no git on the path can be started`;
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(ended.answer) ?? [];
  const isNew = Number(major) > 2 || (Number(major) === 2 && Number(minor) >= oldestMinor);
  return isNew ? null : `${needed}, and the one on the path says "${ended.answer.trim().slice(0, 80)}"`;
}

const needed = `git 2.${oldestMinor} or newer is needed on the runner`;
