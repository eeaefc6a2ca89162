import { setTimeout as pause } from 'node:timers/promises';
import type { Application, Observed, Operation, Resource } from './application.ts';
import { tipOf } from './git.ts';
import { observe, observeBroken, refusalToEmpty } from './observe.ts';
import { birthOf, createGate, type Gate, type Hold, perform, type Surroundings } from './operation.ts';
import { automatedOperation, healingOperation } from './sync.ts';
import { holdsAutomatedSync } from './sync-windows.ts';
import { readTarget } from './target.ts';

/** One application's controller. */
export interface Reconciler {
  readonly application: Application;
  /** Compares with the newest commit and requests a sync where one is due; resolves when that is visible. */
  reconcile(): Promise<void>;
  /** Something happened in the cluster: look again, without git. */
  look(): void;
  /** Cheap: reads one file. */
  isDue(): Promise<boolean>;
  /** Its Deployments are gone from the cluster; resolves when that was compared. */
  drift(): Promise<void>;
  /** By hand. */
  sync(operation: Operation): void;
  /** False where no held operation is under way. */
  terminate(): boolean;
  hold(as: Hold): Disposable;
  stop(): Promise<void>;
}

interface Controller {
  application: Application;
  surroundings: Surroundings;
  gate: Gate;
  /** Comparisons, one after the other. */
  queue: Promise<void>;
  /** The operation under way, and whether there is one, its last stale moment included. */
  running: Promise<void>;
  performing: boolean;
  comparedTip: string | null;
  /** A revision is synced once, whatever came of it. */
  attempted: string | null;
  stopped: boolean;
}

export function createReconciler(application: Application, surroundings: Surroundings): Reconciler {
  const [queue, running] = [Promise.resolve(), Promise.resolve()];
  const gate = createGate();
  const rest = { performing: false, comparedTip: null, attempted: null, stopped: false };
  const controller: Controller = { application, surroundings, gate, queue, running, ...rest };
  return {
    application,
    reconcile: () => enqueue(controller),
    look: () => {
      const { observed } = application;
      if (!controller.performing && observed && isReadable(observed)) see(controller);
    },
    isDue: async () => {
      const tip = await tipOf(application.repository, application.source.targetRevision);
      const held = application.observed?.sync.status === 'OutOfSync' && controller.attempted !== tip;
      return tip !== controller.comparedTip || (held && maySync(application));
    },
    drift() {
      for (const [key, { kind, name }] of application.live) {
        if (kind !== 'Deployment') continue;
        application.live.delete(key);
        surroundings.rollouts.remove(application.name, name);
      }
      return enqueue(controller);
    },
    sync(operation) {
      request(controller, operation);
      start(controller, operation);
    },
    terminate: gate.terminate,
    hold(as) {
      gate.close(as);
      return { [Symbol.dispose]: gate.open };
    },
    async stop() {
      controller.stopped = true;
      gate.end();
      await controller.running;
      await controller.queue;
    },
  };
}

function enqueue(controller: Controller): Promise<void> {
  controller.queue = controller.queue.then(() => (controller.stopped ? undefined : compare(controller)));
  return controller.queue;
}

/** The operation appears first, then the comparison that led to it, as in the recorded stream. */
async function compare(controller: Controller): Promise<void> {
  const { application, surroundings } = controller;
  const { now, changed, stepMs } = surroundings;
  const tip = await tipOf(application.repository, application.source.targetRevision);
  if (tip === null) return;
  controller.comparedTip = tip;
  const error = await readTarget(application, tip);
  if (error) {
    application.observed = observeBroken(application, error.message, now());
    return changed(application);
  }
  const { sync, resources } = sightOf(controller);
  const outOfSync = sync.status === 'OutOfSync' && refusalToEmpty(application, resources) === null;
  const operation = outOfSync && maySync(application) ? due(controller, tip, resources) : null;
  if (operation) {
    request(controller, operation);
    await pause(stepMs);
  }
  see(controller);
  if (operation) start(controller, operation);
}

/** Of a revision that was synced well what differs since is put back; one that was not is left alone. */
function due({ application, attempted }: Controller, tip: string, resources: readonly Resource[]) {
  if (attempted !== tip) return automatedOperation(application, tip);
  if (application.operationState?.phase !== 'Succeeded') return null;
  const differing = resources.filter(({ status }) => status === 'OutOfSync');
  return healingOperation(
    application,
    tip,
    differing.map(({ group, kind, name }) => ({ ...(group !== undefined && { group }), kind, name })),
  );
}

function isReadable({ conditions }: Observed): boolean {
  return conditions.every(({ type }) => type !== 'ComparisonError');
}

function maySync({ automated, operation, deletedAt, windows }: Application): boolean {
  return automated && deletedAt === null && !operation && !holdsAutomatedSync(windows);
}

function request({ application, surroundings }: Controller, operation: Operation): void {
  application.operation = operation;
  application.operationState = null;
  surroundings.changed(application);
}

function start(controller: Controller, operation: Operation): void {
  const { application, surroundings, gate } = controller;
  controller.attempted = operation.sync.revision;
  controller.performing = true;
  controller.running = perform(application, surroundings, gate, operation).then(() => {
    controller.performing = false;
    return enqueue(controller);
  });
}

function see(controller: Controller): void {
  controller.application.observed = sightOf(controller);
  controller.surroundings.changed(controller.application);
}

function sightOf({ application, surroundings }: Controller) {
  const now = surroundings.now();
  const deployments = surroundings.rollouts.deployments(application.name);
  return observe(application, { deployments, now, stamp: birthOf(application) ?? now });
}
