import type { DeployedEvent } from '../../world/argocd/deployed-event.ts';
import { type ChainRun, runChain } from '../../world/runner/run-chain.ts';
import { until } from '../../world/until.ts';
import type { Fleet } from './fleet.ts';

/** A run of the bundled actions for a dispatch. */
interface Run {
  readonly event: DeployedEvent;
  readonly chain: Promise<ChainRun>;
}

export interface Runs {
  readonly all: readonly Run[];
  /** The run of an application at a revision, once its dispatch has come and it is over. */
  of(application: string, revision: string): Promise<ChainRun>;
}

/** What GitHub does with a dispatch of Argo CD's notifications: it starts the caller's workflow. */
export function startRuns({ team, run, access }: Fleet): Runs {
  const all: Run[] = [];
  team.github.on({
    onDispatch: ({ eventType, clientPayload }) => {
      const event = clientPayload as unknown as DeployedEvent;
      if (eventType !== 'argocd-deployed') return;
      const payload = { action: eventType, client_payload: event };
      const inputs = {
        ...{ application: event.app, revision: event.revision, previousRevision: event.previous ?? '' },
        ...access,
      };
      const chain = runChain(inputs, (job) => run(job, { name: 'repository_dispatch', payload }));
      all.push({ event, chain });
    },
  });
  return {
    all,
    of: async (application, revision) => {
      const dispatched = () =>
        all.find(({ event }) => event.app === application && event.revision === revision);
      const found = await until(`a dispatch of ${application}`, dispatched, { withinMs: 30_000 });
      return found.chain;
    },
  };
}
