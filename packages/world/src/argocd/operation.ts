import { setTimeout as pause } from 'node:timers/promises';
import type { Rollouts } from '../service/rollout.ts';
import { type Application, type Operation, type OperationState, seconds } from './application.ts';
import { refusalOf } from './manifests.ts';
import { applyAll, isSelected, remember, retrying } from './sync.ts';

export interface Surroundings {
  rollouts: Rollouts;
  now: () => number;
  /** Between two states of an operation: long enough to be seen by who asks often. */
  stepMs: number;
  changed: (application: Application) => void;
  deployed: (application: Application) => void;
}

/** Until it was healthy once, everything that happens to a backdated application happened then. */
export function birthOf({ bornAt, observed, history }: Application): number | null {
  return history.length <= 1 && observed?.health.status !== 'Healthy' ? bornAt : null;
}

const UNREACHABLE =
  'Internal error occurred: failed calling webhook "validate.world.test": connect: connection refused';

/** Carries a requested operation out; its visible states come in the order of the recorded event stream. */
export async function perform(
  application: Application,
  { rollouts, now, stepMs, changed, deployed }: Surroundings,
  gate: Gate,
  operation: Operation,
): Promise<void> {
  const manifests = (application.target?.manifests ?? []).filter((one) => isSelected(operation, one));
  const birth = birthOf(application);
  const show = async (state: OperationState, requested: Operation | null) => {
    Object.assign(application, { operationState: state, operation: requested });
    changed(application);
    await pause(stepMs);
  };
  await pause(stepMs);
  const startedAt = seconds(birth ?? now());
  const state: OperationState = { operation, phase: 'Running', startedAt };
  const refused = refusalOf(manifests) ?? (gate.held() === 'retrying' ? UNREACHABLE : null);
  await show(refused === null ? state : retrying(operation, manifests, refused, now()), operation);
  const outcome = await gate.passed(refused !== null);
  if (outcome === 'terminated') {
    const end = { message: 'Operation terminated', finishedAt: seconds(now()) };
    return show({ ...state, phase: 'Failed', ...end }, null);
  }
  const resources = applyAll(application, manifests, rollouts, birth);
  const finishedAt = seconds(birth ?? now());
  const isFull = operation.sync.resources === undefined;
  if (isFull) remember(application, operation, startedAt, finishedAt);
  await show(state, operation);
  const { revision, source } = operation.sync;
  const syncResult = { resources, revision, source };
  const done = { message: 'successfully synced (all tasks run)', syncResult, finishedAt };
  // Recordings 06 and 08: for a moment the operation is over and the health is still the old one.
  await show({ ...state, phase: 'Succeeded', ...done }, null);
  if (isFull) deployed(application);
}

export type Hold = 'running' | 'retrying';

export type Gate = ReturnType<typeof createGate>;

/** Where operations can be held. */
export function createGate() {
  let held: Hold | null = null;
  let ended = false;
  let waiting: ((outcome: 'passed' | 'terminated') => void) | null = null;
  const settle = (outcome: 'passed' | 'terminated') => {
    const resolve = waiting;
    waiting = null;
    resolve?.(outcome);
    return resolve !== null;
  };
  return {
    held: () => held,
    close(as: Hold) {
      held = as;
    },
    open() {
      held = null;
      settle('passed');
    },
    /** False where nothing waits. */
    terminate: () => settle('terminated'),
    /** Nothing waits here any more. */
    end() {
      ended = true;
      settle('terminated');
    },
    /** What has to wait does so until somebody opens or terminates, held or not. */
    passed(hasToWait: boolean): Promise<'passed' | 'terminated'> {
      if (ended) return Promise.resolve('terminated');
      if (held === null && !hasToWait) return Promise.resolve('passed');
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
  };
}
