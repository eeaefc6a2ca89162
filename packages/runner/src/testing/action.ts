/** What a test sees of an action that ran as the runner runs it: a process with variables and files. */
export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lines: string[];
  readonly errors: string;
  readonly outputs: Record<string, string>;
  readonly summary: string;
}

/** The file format of `GITHUB_OUTPUT`: a name, a delimiter that nobody can guess, lines, the delimiter. */
export function outputsOf(file: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of file.matchAll(/^([\w-]+)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n\2$/gm)) {
    if (name !== undefined) outputs[name] = value ?? '';
  }
  return outputs;
}
