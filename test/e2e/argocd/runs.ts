import type { DeployedEvent } from '../../world/argocd/deployed-event.ts';
import { type ChainRun, runChain, type Step } from '../../world/runner/run-chain.ts';
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
  /** Another run for a dispatch that has come, as a person starts one. */
  again(event: DeployedEvent): Promise<ChainRun>;
}

/** Happens to the surroundings of a run before a step of it. */
export type Meanwhile = (application: string, step: Step) => Promise<void>;

/** What GitHub does with a dispatch of Argo CD's notifications: it starts the caller's workflow. */
export function startRuns({ team, run, access }: Fleet, meanwhile: Meanwhile = async () => undefined): Runs {
  const all: Run[] = [];
  const start = (event: DeployedEvent) => {
    const payload = { action: 'argocd-deployed', client_payload: event };
    const inputs = {
      ...{ application: event.app, revision: event.revision, previousRevision: event.previous ?? '' },
      ...access,
    };
    return runChain(inputs, (job) => run(job, { name: 'repository_dispatch', payload }), {
      onStart: (step) => meanwhile(event.app, step),
    });
  };
  team.github.on({
    onDispatch: ({ eventType, clientPayload }) => {
      const event = clientPayload as unknown as DeployedEvent;
      if (eventType === 'argocd-deployed') all.push({ event, chain: start(event) });
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
    again: start,
  };
}
