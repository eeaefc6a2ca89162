import { type GitHub, setStatus } from '@backout/github';
import { statusContext, statusState, UserError, type Verdict } from '@backout/incident';
import { statusDescription } from '@backout/report';
import type { Opened } from './open-deployment.ts';

export interface StatusTarget {
  readonly github: GitHub;
  readonly runUrl: string;
  readonly log: (line: string) => void;
}

const started = { outcome: 'watching', signal: 'started', bad: 0, total: 0, looks: 0 } as const;

/** The commit status on the watched revision, twice a watch. Without the right to set it the watch goes on. */
export function statusPublisher({ github, runUrl, log }: StatusTarget) {
  return async (subject: Verdict | 'started', { deployment }: Opened): Promise<void> => {
    const said = subject === 'started' ? started : subject;
    const state = statusState(said.outcome);
    if (state === null) return;
    const { repository, revision: sha, application } = deployment;
    const description = subject === 'started' ? 'watching' : statusDescription(said);
    const context = statusContext(application);
    try {
      await setStatus(github, { repository, sha, context, state, description, targetUrl: runUrl });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      log(`no commit status: ${error.code}: ${error.message}`);
    }
  };
}
