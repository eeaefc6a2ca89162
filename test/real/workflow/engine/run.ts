import { readFile } from 'node:fs/promises';
import type { GitHubEvent } from '@backout/world/github';
import { type JobRun, readActLog } from './act-log.ts';
import type { Turn } from './concurrency.ts';
import type { ActionsOptions } from './options.ts';
import { permissionsOf } from './permissions.ts';
import type { Place } from './place.ts';
import type { Workflow } from './read-workflows.ts';
import { homeOf, logOf, startAct } from './run-act.ts';
import { killSteps, type StepProcess, stepProcesses } from './step-processes.ts';

/** A run of a workflow, as the tab "Actions" would list it. */
export interface WorkflowRun {
  readonly id: number;
  /** The workflow file. */
  readonly path: string;
  readonly event: GitHubEvent;
  readonly status: 'queued' | 'in_progress' | 'completed';
  /** Never rejects. */
  readonly ended: Promise<EndedRun>;
  /** act's log so far, JSON lines. */
  log(): Promise<string>;
  /** What its steps run right now. */
  processes(): Promise<StepProcess[]>;
}

export interface EndedRun {
  readonly conclusion: 'success' | 'failure' | 'cancelled';
  /** By name: `backout/revert` is the job `revert` of the workflow that the job `backout` calls. */
  readonly jobs: ReadonlyMap<string, JobRun>;
  readonly seconds: number;
  /** act's own, JSON lines. */
  readonly log: string;
}

export interface Run extends WorkflowRun, Turn, AsyncDisposable {}

interface RunSpec extends ActionsOptions {
  readonly id: number;
  readonly folder: string;
  readonly workflow: Workflow;
  readonly event: GitHubEvent;
  readonly place: Place;
}

const neverStarted: EndedRun = { conclusion: 'cancelled', jobs: new Map(), seconds: 0, log: '' };

export function createRun(spec: RunSpec): Run {
  const { id, workflow, event, folder } = spec;
  const stop = new AbortController();
  const { promise: ended, resolve } = Promise.withResolvers<EndedRun>();
  let status: WorkflowRun['status'] = 'queued';
  const finish = (run: EndedRun) => {
    status = 'completed';
    resolve(run);
  };
  const cancel = () => {
    if (status === 'queued') finish(neverStarted);
    stop.abort();
  };
  return {
    id,
    path: workflow.path,
    event,
    get status() {
      return status;
    },
    ended,
    log: () => readFile(logOf(folder), 'utf8').catch(() => ''),
    processes: () => stepProcesses(homeOf(folder)),
    start: async () => {
      if (status !== 'queued') return;
      status = 'in_progress';
      finish(await execute(spec, stop.signal).catch(failed));
    },
    cancel,
    [Symbol.asyncDispose]: async () => {
      cancel();
      await ended;
    },
  };
}

/** act itself could not be started, or the clone failed: the run says so where its log would be. */
function failed(error: unknown): EndedRun {
  const log = error instanceof Error ? `${error.stack}` : String(error);
  return { conclusion: 'failure', jobs: new Map(), seconds: 0, log };
}

async function execute(spec: RunSpec, signal: AbortSignal): Promise<EndedRun> {
  const began = performance.now();
  const { github, place, workflow, folder, secrets = {}, variables = {} } = spec;
  const { fullName } = place.repository;
  const { token, revoke } = github.mintToken({
    login: 'github-actions[bot]',
    repositories: { [fullName]: permissionsOf(workflow) },
  });
  try {
    const act = await startAct({ ...spec, ...place, url: github.url, token, secrets, variables });
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    if (!signal.aborted) await Promise.race([act.ended, stopped]);
    const code = signal.aborted ? 'cancelled' : await act.ended;
    await act[Symbol.asyncDispose]();
    await killSteps(homeOf(folder));
    const log = await act.log();
    const seconds = (performance.now() - began) / 1000;
    return { conclusion: conclusionOf(code), jobs: readActLog(log), seconds, log };
  } finally {
    revoke();
  }
}

function conclusionOf(code: string): EndedRun['conclusion'] {
  if (code === 'cancelled') return 'cancelled';
  return code === '0' ? 'success' : 'failure';
}
