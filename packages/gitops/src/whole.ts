import { UserError } from '@backout/incident';

/**
 * An answer without its end. A pipe can be closed on a reader while git still writes, and the exit code is 0 all the
 * same; what is missing then is always the last, such as the kill switch's ref or the oldest suspect.
 */
function cutShort(command: string): UserError {
  return new UserError(
    'repository-unreadable',
    `git's answer to ${command} was cut short: nothing is concluded from a part of it; run the job again`,
  );
}

type Terminator = '\0' | '\n';

/** Records that each end with the terminator; whether the last of them is the last one, the caller has to know. */
export function terminated(output: string, terminator: Terminator, command: string): string[] {
  if (output === '') return [];
  if (!output.endsWith(terminator)) throw cutShort(command);
  return output.slice(0, -1).split(terminator);
}
