import { type Context, evaluate } from './expression.ts';
import type { Workflow } from './read-workflows.ts';

export interface Concurrency {
  readonly group: string;
  readonly cancelInProgress: boolean;
  /** `max`: all wait; else only the newest, and the one that waited before is cancelled. */
  readonly queue: 'single' | 'max';
}

/** Null: the workflow names no group, and any number of its runs go on at once. */
export function concurrencyOf({ source, path }: Workflow, context: Context): Concurrency | null {
  const { concurrency, jobs } = source;
  if (Object.values(jobs).some((job) => job.concurrency !== undefined))
    throw new Error(`${path}: the concurrency of a job is not emulated, only that of a workflow`);
  if (concurrency === undefined) return null;
  const setting = typeof concurrency === 'string' ? { group: concurrency } : concurrency;
  const text = (name: string) => evaluate(String(setting[name] ?? ''), context);
  const group = text('group').toLowerCase();
  if (group === '') throw new Error(`the concurrency group of ${path} is empty`);
  const queue = text('queue') === 'max' ? 'max' : 'single';
  return { group, cancelInProgress: text('cancel-in-progress') === 'true', queue };
}

/** What waits for its turn. */
export interface Turn {
  start(): Promise<void>;
  cancel(): void;
}

interface Group {
  running: Turn | null;
  pending: Turn[];
}

/** One run a group at a time, as GitHub does it. */
export function createTurns() {
  const groups = new Map<string, Group>();
  const next = async (group: Group): Promise<void> => {
    group.running = group.pending.shift() ?? null;
    if (group.running === null) return;
    await group.running.start();
    await next(group);
  };
  return {
    take: (concurrency: Concurrency | null, turn: Turn): void => {
      if (concurrency === null) {
        void turn.start();
        return;
      }
      const group = groups.get(concurrency.group) ?? { running: null, pending: [] };
      groups.set(concurrency.group, group);
      if (concurrency.queue === 'single') for (const older of group.pending.splice(0)) older.cancel();
      group.pending.push(turn);
      if (group.running === null) void next(group);
      else if (concurrency.cancelInProgress) group.running.cancel();
    },
  };
}
