import type { Git, Output } from '../git.ts';

/** A git that answers what was asked before from memory, so that one answer of it can be cut at every place. */
export interface CutGit extends Git {
  /** Where the answers to a command can be cut: before and after what ends a record, and in the middle of each. */
  readonly placesIn: (command: string) => ReadonlySet<number>;
  readonly cut: (command: string, at: number) => void;
}

export function cuttable(git: Git): CutGit {
  const answers = new Map<string, Promise<Output>>();
  const places = new Map<string, Set<number>>();
  let short: { readonly command: string; readonly at: number } | null = null;
  const remembered = async (key: string, [command = '']: readonly string[], ask: () => Promise<Output>) => {
    const asked = answers.get(key) ?? ask();
    answers.set(key, asked);
    const answer = await asked;
    if (short === null)
      places.set(command, new Set([...(places.get(command) ?? []), ...cuts(answer.stdout)]));
    return short?.command === command ? { ...answer, stdout: answer.stdout.slice(0, short.at) } : answer;
  };
  const run: Git['run'] = (...args) => remembered(args.join('\0'), args, () => git.run(...args));
  const feed: Git['feed'] = async (input, ...args) => {
    const ask = async () => ({ code: 0, stdout: await git.feed(input, ...args), stderr: '' });
    return (await remembered([input, ...args].join('\0'), args, ask)).stdout;
  };
  return {
    ...git,
    run,
    read: async (...args) => (await run(...args)).stdout,
    feed,
    placesIn: (command) => places.get(command) ?? new Set(),
    cut: (command, at) => {
      short = { command, at };
    },
  };
}

function cuts(output: string): number[] {
  const ends = [...output.matchAll(/[\0\n]/g)].map(({ index }) => index);
  const middles = ends.map((end, at) => Math.floor(((ends[at - 1] ?? 0) + end) / 2));
  return [0, ...middles, ...ends, ...ends.map((end) => end + 1)].filter((at) => at < output.length);
}

/** What is said of each beginning of a command's answer: the code of the error, or what was concluded from it. */
export async function concludedFromPrefixes(
  git: CutGit,
  command: string,
  read: (git: Git) => Promise<unknown>,
): Promise<Set<unknown>> {
  await read(git);
  const concluded = new Set<unknown>();
  for (const at of git.placesIn(command)) {
    git.cut(command, at);
    concluded.add(await read(git).then(JSON.stringify, ({ code, message }) => code ?? message));
  }
  git.cut(command, Number.POSITIVE_INFINITY);
  return concluded;
}
