import { type Repository, UserError } from '@backout/incident';
import type { Failure } from './failure.ts';

/** What a request is for: the words of the error, should there be one. */
export interface Task {
  /** After "could not": `write the commit status`. */
  readonly doing: string;
  readonly repository: Repository;
  /** The permission of the token that it takes: `statuses: write`. */
  readonly needs: string;
}

/** GitHub's own words stay in the cause: they may hold what strangers wrote. */
export function explain(task: Task, failure: Failure, cause: unknown): Error {
  const { doing, repository, needs } = task;
  const where = `${doing} in ${repository}`;
  switch (failure.kind) {
    case 'unanswered':
      return new UserError(
        'github-unreachable',
        `GitHub gave no usable answer when asked to ${where}: run the job again when GitHub is back`,
        { cause },
      );
    case 'limited':
      return new UserError(
        'github-unreachable',
        `GitHub limits the requests of this token and wants a pause of ${Math.ceil(failure.waitSeconds)} s before it will ${where}: use the token of a GitHub App, which may ask more often`,
        { cause },
      );
    case 'bad-token':
      return new UserError(
        'input-invalid',
        `GitHub does not accept the token (could not ${where}): pass one that is valid and has not expired`,
        { cause },
      );
    case 'forbidden':
      return new UserError(
        'input-invalid',
        `the token may not ${where}: give it the permission \`${needs}\` there`,
        { cause },
      );
    case 'missing':
      return new UserError(
        'repository-unreadable',
        `could not ${where}, GitHub shows nothing of that name to the token: check the name and give the token access with \`${needs}\``,
        { cause },
      );
    case 'switched-off':
      return new UserError(
        'input-invalid',
        `could not ${where}, issues are switched off there: switch them on in its settings`,
        { cause },
      );
    case 'refused':
      return new Error(`GitHub refused the request to ${where}`, { cause });
  }
}
