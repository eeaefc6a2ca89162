import { Sha, UserError } from '@backout/incident';

/**
 * An answer without its end. A pipe can be closed on a reader while git still writes, and the exit code is 0 all the
 * same; what is missing then is always the last, such as the kill switch's ref or the oldest suspect.
 */
export function cutShort(command: string): UserError {
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

/** As many object ids as were asked for, and nothing else. */
export function objectIds(output: string, count: number, terminator: Terminator, command: string): Sha[] {
  const ids = terminated(output, terminator, command).map((id) => Sha.safeParse(id));
  const whole = ids.flatMap(({ data }) => data ?? []);
  if (ids.length !== count || whole.length !== count) throw cutShort(command);
  return whole;
}
