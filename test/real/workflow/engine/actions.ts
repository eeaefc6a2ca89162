import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitHubEvent } from '@backout/world/github';
import { concurrencyOf, createTurns } from './concurrency.ts';
import type { ActionsOptions } from './options.ts';
import { contextOf, type Place, placeOf } from './place.ts';
import { readWorkflows, type Workflow } from './read-workflows.ts';
import { createRun, type WorkflowRun } from './run.ts';
import { createRunList } from './run-list.ts';
import { starts } from './starts.ts';

/** GitHub Actions over the emulator's repositories, with act as the runner. */
export interface Actions extends AsyncDisposable {
  /** All so far, in the order of their events. */
  readonly runs: readonly WorkflowRun[];
  /** The first run whose event fits, whether it is there already or still to come. */
  runOf(fits: (event: GitHubEvent) => boolean): Promise<WorkflowRun>;
  /** Resolves when no run is left. @throws what went wrong while events were read */
  idle(): Promise<void>;
}

/** Events of a run's own token start no run, except dispatches. */
const actionsBot = 'github-actions[bot]';
const dispatches: readonly string[] = ['repository_dispatch', 'workflow_dispatch'];

export function startActions(options: ActionsOptions): Actions {
  const { github } = options;
  const list = createRunList();
  const turns = createTurns();
  let reading: Promise<void> = Promise.resolve();
  const begin = async (workflow: Workflow, event: GitHubEvent, place: Place) => {
    const id = list.runs.length + 1;
    const folder = join(options.folder, `run-${id}`);
    await mkdir(folder, { recursive: true });
    const concurrency = concurrencyOf(workflow, contextOf(event, place));
    const run = createRun({ ...options, id, folder, workflow, event, place });
    list.add(run);
    // A group is one of its repository.
    const { fullName } = place.repository;
    turns.take(concurrency && { ...concurrency, group: `${fullName} ${concurrency.group}` }, run);
  };
  const receive = async (event: GitHubEvent) => {
    if (event.login === actionsBot && !dispatches.includes(event.name)) return;
    const place = await placeOf(github, event);
    for (const workflow of await readWorkflows(place.repository)) {
      if (await starts(workflow, event, place.repository)) await begin(workflow, event, place);
    }
  };
  github.on({
    onEvent: (event) => {
      // Whoever waits for a run is told: the sender of the event is not to blame.
      reading = reading.then(() => receive(event)).catch(list.fail);
    },
  });
  return {
    runs: list.runs,
    runOf: list.runOf,
    idle: () => list.idle(() => reading),
    [Symbol.asyncDispose]: async () => {
      github.on({ onEvent: () => {} });
      await reading;
      await Promise.all(list.runs.map((run) => run[Symbol.asyncDispose]()));
    },
  };
}
