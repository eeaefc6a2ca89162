import { Sha, safeLine, UserError } from '@backout/incident';

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

/** What git says of an option that it does not know: that is nobody's to mend but ours. */
const calledWrongly = 129;

/** A git that ended with anything but an answer: it was ended, it broke, or what it reads is broken. */
export function brokeOff(
  command: string,
  { code, stderr }: { code: number | string; stderr: string },
): Error {
  const what = `git ${command} ended with ${code}: ${safeLine(stderr).slice(0, longest)}`;
  if (code === calledWrongly) return new Error(what);
  return new UserError('repository-unreadable', `${what}; nothing is concluded from it, run the job again`);
}

const longest = 500;

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
