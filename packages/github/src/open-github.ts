import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '@backout/incident';
import { explain, type Task } from './explain.ts';
import { classify, type Failure } from './failure.ts';
import { type Access, type Octokit, openOctokit } from './octokit.ts';

/** Sends one request; `request` goes into octokit's options, because it carries the time limit. */
export type Send<T> = (octokit: Octokit, request: { readonly signal: AbortSignal }) => Promise<T>;

/** What a create came to: `unknown` is a lost answer, and only a look tells whether it happened. */
type Sent<T> = { readonly known: true; readonly value: T } | { readonly known: false };

export interface GitHub {
  /** For reads and writes that may happen twice: repeated after a lost answer. */
  retryable<T>(task: Task, send: Send<T>): Promise<T>;
  /** For creates: never repeated after a lost answer. */
  nonIdempotent<T>(task: Task, send: Send<T>): Promise<Sent<T>>;
  /** Long enough for a request that GitHub still works on to show up in a read. */
  settle(): Promise<void>;
}

/** Beside the clock of a watch it needs chance, and pauses that end with the job. */
export interface RetryClock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  random(): number;
}

export interface GitHubOptions extends Access {
  /** The stage's own end. */
  readonly signal?: AbortSignal;
  /** All tries of one request together, pauses included. */
  readonly callSeconds?: number;
  readonly clock?: RetryClock;
}

const tries = 3;
/** GitHub ends its own work on a request after 10 s: before that, a lost answer may still come true. */
const requestSeconds = 12;
const defaultCallSeconds = 40;
const firstPauseMs = 500;
const settleMs = 2000;

const realClock: RetryClock = {
  now: Date.now,
  random: Math.random,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal && { signal }),
};

interface Session {
  readonly octokit: Octokit;
  readonly signal: AbortSignal | undefined;
  readonly callSeconds: number;
  readonly clock: RetryClock;
}

/** The only door to GitHub: an official client, with the repetition policy that octokit's plugin gets wrong for creates. */
export function openGitHub(options: GitHubOptions): GitHub {
  const { signal } = options;
  const octokit = openOctokit(options);
  const callSeconds = options.callSeconds ?? defaultCallSeconds;
  const session = { octokit, signal, callSeconds, clock: options.clock ?? realClock };
  return {
    retryable: (task, send) => attempt(session, task, send, ['unanswered', 'limited']),
    nonIdempotent: (task, send) => sendOnce(session, task, send),
    settle: () => session.clock.sleep(settleMs, signal),
  };
}

async function sendOnce<T>(session: Session, task: Task, send: Send<T>): Promise<Sent<T>> {
  const whole: Send<Sent<T>> = async (octokit, request) => {
    try {
      return { known: true, value: await send(octokit, request) };
    } catch (error) {
      if (classify(error, session.clock.now()).kind === 'unanswered') return { known: false };
      throw error;
    }
  };
  // A limited request was turned away at the door.
  return attempt(session, task, whole, ['limited']);
}

type Repeated = readonly Failure['kind'][];

async function attempt<T>(session: Session, task: Task, send: Send<T>, repeated: Repeated): Promise<T> {
  const { octokit, clock, signal } = session;
  const deadline = clock.now() + session.callSeconds * 1000;
  for (let count = 1; ; count += 1) {
    if (signal?.aborted) throw cancelled(task);
    try {
      return await send(octokit, { signal: timeLimit(session, deadline) });
    } catch (error) {
      if (signal?.aborted) throw cancelled(task);
      const failure = classify(error, clock.now());
      const pause = pauseMs(failure, count, clock);
      const fits = count < tries && clock.now() + pause < deadline;
      if (!fits || !repeated.includes(failure.kind)) throw explain(task, failure, error);
      await clock.sleep(pause, signal).catch(() => {});
    }
  }
}

function timeLimit(session: Session, deadline: number): AbortSignal {
  const left = deadline - session.clock.now();
  const own = AbortSignal.timeout(Math.max(1, Math.min(requestSeconds * 1000, left)));
  return session.signal === undefined ? own : AbortSignal.any([own, session.signal]);
}

/** Full jitter, or what GitHub asks for. */
function pauseMs(failure: Failure, count: number, clock: RetryClock): number {
  if (failure.kind === 'limited') return failure.waitSeconds * 1000;
  return clock.random() * firstPauseMs * 2 ** (count - 1);
}

function cancelled(task: Task): UserError {
  return new UserError('cancelled', `the job ended before backout could ${task.doing} in ${task.repository}`);
}
