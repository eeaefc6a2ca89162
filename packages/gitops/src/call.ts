import { GitError, type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';
import { silenceOf } from './silence.ts';

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a git that ended well has printed, or what it said when it did not. */
export type Ended<Answer> =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'failed'; readonly output: Output };

export interface Calling extends Pick<SimpleGitOptions, 'baseDir'> {
  readonly config?: string[];
  readonly unsafe?: NonNullable<SimpleGitOptions['unsafe']>;
  /** All of it; where it is not given, git has the runner's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What git reads from its standard input. */
  readonly input?: string;
  /** A git that says nothing for so long is ended. */
  readonly silenceMs: number;
  /** Ends it for another reason. */
  readonly abort?: AbortSignal;
  /** Told of what git says of its progress, which it has to be asked for. */
  readonly progress?: (seen: { readonly total: number }) => void;
}

/** All of the output, and not what has come 50 ms after the exit: a busy machine delivers the rest later. */
const completion = { onClose: true, onExit: false };

/** One process. A client a call: one client runs its commands one after the other. */
export async function callGit<Answer>(
  { silenceMs, input, environment, ...options }: Calling,
  ask: (client: SimpleGit) => PromiseLike<Answer>,
): Promise<Ended<Answer>> {
  const silence = silenceOf(silenceMs);
  const client = simpleGit({
    ...options,
    ...(environment && allowing(environment)),
    ...(input !== undefined && { input: () => input }),
    errors: asExit,
    completion,
    timeout: { block: silenceMs },
  });
  if (environment) client.env(environment);
  client.outputHandler((_, stdout, stderr) => silence.listenTo(stdout, stderr));
  try {
    return await Promise.race([
      ask(client).then((answer) => ({ outcome: 'answered', answer }) as const),
      silence.fallen.then(() => hung(silenceMs)),
    ]);
  } catch (error) {
    if (error instanceof GitExit) return { outcome: 'failed', output: error.output };
    throw error;
  } finally {
    silence.stop();
  }
}

/** simple-git gives git no variable that could change what it does, unless it is named. */
function allowing(environment: Readonly<Record<string, string>>): Partial<SimpleGitOptions> {
  return { allowEnvironment: Object.keys(environment), unsafe: { allowUnsafeConfigPaths: true } };
}

/** A fetch that is ended when it has more objects to bring: how many, it says before it brings them. */
export async function fetchAtMost(
  calling: Calling,
  objects: number,
  args: readonly string[],
): Promise<Ended<string> | { readonly outcome: 'too-many' }> {
  const tooMany = new AbortController();
  const progress = ({ total }: { readonly total: number }) => {
    if (total > objects) tooMany.abort();
  };
  const ended = await callGit({ ...calling, abort: tooMany.signal, progress }, (client) =>
    client.raw([...args, '--progress']),
  );
  return tooMany.signal.aborted && ended.outcome === 'failed' ? { outcome: 'too-many' } : ended;
}

function hung(silenceMs: number): Ended<never> {
  const stderr = `no answer for ${silenceMs / 1000} s`;
  return { outcome: 'failed', output: { code: 124, stdout: '', stderr } };
}

/** Anything that is no GitError loses its class on its way through simple-git. */
class GitExit extends GitError {
  readonly output: Output;
  constructor(output: Output) {
    super(undefined, `git ended with ${output.code}`);
    this.output = output;
  }
}

/** What a shell says of a process that a signal has ended: it has no exit code, and no comparison may let it pass. */
const endedBySignal = 128;

/** simple-git takes exit code 1 with an empty stderr for success, which is what a merge conflict looks like. */
function asExit(
  error: Buffer | Error | undefined,
  result: { exitCode: number | null; stdOut: Buffer[]; stdErr: Buffer[] },
): Buffer | Error | undefined {
  if (result.exitCode === 0) return error;
  return new GitExit({
    code: result.exitCode ?? endedBySignal,
    stdout: Buffer.concat(result.stdOut).toString('utf8'),
    stderr: Buffer.concat(result.stdErr).toString('utf8'),
  });
}
