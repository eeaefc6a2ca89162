import type { World } from '@backout/world';
import type { DeployedEvent } from '@backout/world/argocd';
import { type ChainObserver, type ChainRun, runChain } from '@backout/world/runner';

/** A workflow run: what was deployed, and how the chain went. */
interface Run {
  readonly event: DeployedEvent;
  readonly chain: Promise<ChainRun>;
}

export interface Runs {
  /** The run of an application at a revision, as soon as Argo CD has reported it. */
  of(
    application: string,
    revision: string,
  ): { readonly started: Promise<unknown>; readonly chain: Promise<ChainRun> };
  /** Ends when no run is left. */
  idle(): Promise<void>;
}

/**
 * What GitHub does with Argo CD's notification: a `repository_dispatch` starts the caller's workflow, and with it the
 * chain. The notification goes through the emulator's API as Argo CD would send it.
 */
export function startRuns(world: World, observe: (event: DeployedEvent) => ChainObserver): Runs {
  const runs: Run[] = [];
  const waiting = new Set<() => void>();
  world.github.on({
    onDispatch: ({ clientPayload }) => {
      const event = clientPayload as unknown as DeployedEvent;
      runs.push({ event, chain: run(world, event, observe(event)) });
      for (const wake of waiting) wake();
    },
  });
  world.onDeployed((event) => {
    if (event.previous !== null) void notify(world, event);
  });
  const wait = async (application: string, revision: string): Promise<Run> => {
    for (;;) {
      const found = runs.find(({ event }) => event.app === application && event.revision === revision);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  };
  return {
    of: (application, revision) => {
      const started = wait(application, revision);
      return { started, chain: started.then(({ chain }) => chain) };
    },
    idle: async () => {
      for (let count = -1; count !== runs.length; ) {
        count = runs.length;
        await Promise.all(runs.map(({ chain }) => chain));
      }
    },
  };
}

async function notify(world: World, event: DeployedEvent): Promise<void> {
  await fetch(`${world.github.url}/repos/acme/gitops/dispatches`, {
    method: 'POST',
    headers: { authorization: 'Bearer person', 'content-type': 'application/json' },
    body: JSON.stringify({ event_type: 'argocd-deployed', client_payload: event }),
  });
}

function run(world: World, event: DeployedEvent, observer: ChainObserver): Promise<ChainRun> {
  const inputs = {
    application: event.app,
    revision: event.revision,
    previousRevision: event.previous ?? '',
    ...world.access,
  };
  const trigger = {
    name: 'repository_dispatch',
    payload: { action: 'argocd-deployed', client_payload: event },
  };
  return runChain(inputs, (job) => world.run(job, trigger), observer);
}
