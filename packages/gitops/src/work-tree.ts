import { callGit } from './call.ts';
import { terminated } from './whole.ts';

/** What git knows of the work tree around a folder. */
export type WorkTree =
  | { readonly outcome: 'files'; readonly files: readonly string[] }
  | { readonly outcome: 'no-work-tree' }
  | { readonly outcome: 'unreadable'; readonly reason: string };

const longestMs = 10_000;

/** All files of the work tree, from its root: those of the index, and new ones that are not ignored. */
export async function filesOfWorkTree(folder: string): Promise<WorkTree> {
  try {
    // A repository's own configuration may name a program for the monitor of its files; nothing of it is started here.
    const config = ['core.fsmonitor=false'];
    const unsafe = { allowUnsafeFsMonitor: true };
    const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--full-name'];
    const ended = await callGit({ baseDir: folder, config, unsafe, silenceMs: longestMs }, (client) =>
      client.raw([...listed, ':/']),
    );
    if (ended.outcome === 'failed') return unread(ended.output.stderr);
    return { outcome: 'files', files: terminated(ended.answer, '\0', 'ls-files') };
  } catch (thrown) {
    return unread(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function unread(said: string): WorkTree {
  const [reason = ''] = said.trim().split('\n');
  const isOutside = /not a git repository|must be run in a work tree/i.test(reason);
  return isOutside ? { outcome: 'no-work-tree' } : { outcome: 'unreadable', reason };
}
