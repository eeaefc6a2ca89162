import type { ChainRun } from '@backout/world/runner';
import type { Fleet } from './fleet.ts';

/** What all steps of a run have said. */
export function logOf(chain: ChainRun | undefined): string {
  const ran = [chain?.watch, chain?.attribute, chain?.revert, chain?.verify, chain?.report];
  return ran.flatMap((run) => run?.log ?? []).join('\n');
}

/** The commits that the branch says were reverted, newest first. */
export async function revertedIn({ team }: Fleet, range = 'main'): Promise<string[]> {
  const messages = await team.gitops.git('log', '--format=%B', range);
  return [...messages.matchAll(/^Backout-Reverts: (\w+)$/gm)].flatMap(([, commit]) => commit ?? []);
}
