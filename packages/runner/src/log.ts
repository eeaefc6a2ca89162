import { info } from '@actions/core';
import { safeLine } from '@backout/incident';

/** The only way to print. A line of several becomes one; spaces in front stay, because they are columns of the log. */
export function log(line: string): void {
  const indent = /^ */.exec(line)?.[0] ?? '';
  info(`${indent}${safeLine(line)}`);
}
