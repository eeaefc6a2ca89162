import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Sha } from '@backout/incident';
import { answersIn, type Found } from './batch-answers.ts';
import { brokeOff, cutShort } from './whole.ts';

/** Objects of one repository, over one process that starts with the first of them: each costs a line. */
export interface Batch {
  /** Null where there is none. @throws UserError `repository-unreadable` where git ends before its answer */
  read(id: Sha): Promise<Found | null>;
  close(): Promise<void>;
}

export interface BatchOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A git that owes an answer and says nothing for so long is ended. */
  readonly silenceMs: number;
}

/** A process that has ended is followed by another one: one that could not fetch an object ends with it. */
export function openBatch(options: BatchOptions): Batch {
  let running: Running | null = null;
  return {
    read: (id) => {
      if (running === null || running.hasEnded()) running = start(options);
      return running.ask(id);
    },
    close: async () => running?.end(),
  };
}

interface Running {
  ask(id: Sha): Promise<Found | null>;
  hasEnded(): boolean;
  end(): Promise<void>;
}

interface Waiting {
  readonly answer: (found: Found | null) => void;
  readonly fail: (error: Error) => void;
}

function start({ directory, environment, silenceMs }: BatchOptions): Running {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: directory, env: environment });
  const waiting: Waiting[] = [];
  const silence = endsInSilence(child, silenceMs, () => waiting.length > 0);
  let ended = false;
  const end = (error: Error) => {
    ended = true;
    for (const one of waiting.splice(0)) one.fail(error);
    silence.heard();
  };
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  listen(child, (found) => waiting.shift()?.answer(found), end);
  child.stdout.on('data', silence.heard);
  return {
    ask: (id) =>
      new Promise((answer, fail) => {
        waiting.push({ answer, fail });
        silence.heard();
        child.stdin.write(`${id}\n`);
      }),
    hasEnded: () => ended,
    end: async () => {
      child.stdin.end();
      child.kill();
      await closed;
    },
  };
}

/** Tells each answer, and once that there will be no more, with the reason. */
function listen(
  child: ChildProcessWithoutNullStreams,
  tell: (found: Found | null) => void,
  end: (error: Error) => void,
): void {
  const take = answersIn(tell);
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said = `${said}${piece}`.slice(-2_000);
  });
  child.stdout.on('data', (piece: Buffer) => {
    try {
      take(piece);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
      child.kill('SIGKILL');
    }
  });
  // Who ends early does not read what it is asked; the end itself is told below.
  child.stdin.on('error', () => {});
  child.on('error', end);
  child.on('close', (code, signal) =>
    end(
      code === 0
        ? cutShort('cat-file')
        : brokeOff('cat-file', { code: code ?? String(signal), stderr: said }),
    ),
  );
}

function endsInSilence(
  child: ChildProcessWithoutNullStreams,
  silenceMs: number,
  isAwaited: () => boolean,
): { readonly heard: () => void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    heard: () => {
      clearTimeout(timer);
      if (isAwaited()) timer = setTimeout(() => child.kill('SIGKILL'), silenceMs);
    },
  };
}
