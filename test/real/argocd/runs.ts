import type { DeployedEvent } from '@backout/world/argocd';
import { type ChainRun, runChain, type Step } from '@backout/world/runner';
import { until } from '@backout/world/until';
import { type Fleet, nudge } from './fleet.ts';

/** A run of the bundled actions for a dispatch. */
interface Run {
  readonly type: string;
  readonly event: DeployedEvent;
  readonly chain: Promise<ChainRun>;
}

export interface Runs {
  readonly all: readonly Run[];
  /** The run of an application at a revision, once its dispatch has come and it is over. */
  of(application: string, revision: string): Promise<ChainRun>;
  /** The run for a dispatch of another type, once it has come and it is over. */
  ofType(type: string, application: string): Promise<ChainRun>;
  /** Every run that was started is over. */
  idle(): Promise<void>;
  /** Another run for a dispatch that has come, as a person starts one. */
  again(event: DeployedEvent): Promise<ChainRun>;
}

/** Happens to the surroundings of a run before a step of it. */
export type Meanwhile = (application: string, step: Step) => Promise<void>;

/** What GitHub does with a dispatch of Argo CD's notifications: it starts the caller's workflow. */
export function startRuns({ team, run, access }: Fleet, meanwhile: Meanwhile = async () => undefined): Runs {
  const all: Run[] = [];
  const start = async (type: string, event: DeployedEvent) => {
    const payload = { action: type, client_payload: event };
    // What cannot be compared has no revision; the workflow takes the branch's newest.
    const revision = event.revision ?? (await team.gitops.tip());
    const inputs = { application: event.app, revision, previousRevision: event.previous ?? '', ...access };
    return runChain(inputs, (job) => run(job, { name: 'repository_dispatch', payload }), {
      onStart: (step) => meanwhile(event.app, step),
    });
  };
  team.github.on({
    onDispatch: ({ eventType, clientPayload }) => {
      const event = clientPayload as unknown as DeployedEvent;
      // The callers' concurrency group: a repeated dispatch waits for the run before it.
      const same = all.findLast(
        (run) =>
          run.type === eventType && run.event.app === event.app && run.event.revision === event.revision,
      );
      const chain = (same?.chain ?? Promise.resolve()).then(() => start(eventType, event));
      all.push({ type: eventType, event, chain });
    },
  });
  const first = async (application: string, what: string, wanted: (run: Run) => boolean) => {
    const told = await until(what, () => all.find(wanted), { withinMs: 5_000 }).catch(() => null);
    if (told !== null) return told.chain;
    await nudge(team, application);
    return (await until(what, () => all.find(wanted), { withinMs: 60_000 })).chain;
  };
  return {
    all,
    of: (application, revision) =>
      first(
        application,
        `a dispatch of ${application} at ${revision}`,
        ({ type, event }) =>
          type === 'argocd-deployed' && event.app === application && event.revision === revision,
      ),
    ofType: (wanted, application) =>
      first(
        application,
        `${wanted} of ${application}`,
        ({ type, event }) => type === wanted && event.app === application,
      ),
    idle: async () => void (await Promise.all(all.map(({ chain }) => chain))),
    again: (event) => start('argocd-deployed', event),
  };
}
