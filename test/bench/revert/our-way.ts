import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { openGit } from '@backout/gitops';
import {
  type Action,
  type Attributed,
  type Instant,
  instant,
  milliseconds,
  type Sha,
  UserError,
} from '@backout/incident';
import type { Live } from '@backout/preflight';
import { type GitOpsRepository, repositoryOver, revert } from '@backout/stage-revert';
import type { Served } from './served.ts';

export interface OurWay {
  readonly ended: { readonly tree: Sha } | { readonly code: string };
  readonly seconds: number;
  /** Of git, which our process has started. */
  readonly processes: number;
  /** Whether the application has changed since it was synced, for which the stage leaves the branch alone. */
  readonly superseded: boolean;
}

interface Noted {
  tree: Sha | null;
  readyAt: number;
  superseded: boolean;
}

/**
 * The stage as the action calls it, from an empty folder until the commit is ready to be pushed. Argo CD and the signals
 * answer at once, and that the application has changed since is noted and does not end it: the inverse of a commit on a
 * tip that has moved on is what is compared.
 */
export async function revertOurWay(served: Served, scratch: string, incident: Attributed): Promise<OurWay> {
  const started: ChildProcess[] = [];
  const note = (message: unknown) => started.push((message as { process: ChildProcess }).process);
  subscribe('child_process', note);
  const noted: Noted = { tree: null, readyAt: 0, superseded: false };
  const began = performance.now();
  let code = '';
  try {
    await using git = await openGit({ url: served.url, token: served.token, scratch });
    const action = await revert(incident, portsOf(noted, incident, repositoryOver(git, '.backout.yml')));
    code = codeOf(action);
    if (noted.tree === null) noted.readyAt = performance.now();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    noted.readyAt = performance.now();
    code = error.code;
  } finally {
    unsubscribe('child_process', note);
  }
  return {
    ended: noted.tree === null ? { code } : { tree: noted.tree },
    seconds: (noted.readyAt - began) / 1000,
    processes: started.filter(({ spawnfile }) => spawnfile === 'git').length,
    superseded: noted.superseded,
  };
}

function portsOf(
  noted: Noted,
  incident: Attributed,
  repository: GitOpsRepository,
): Parameters<typeof revert>[1] {
  const now = (): Instant => instant(Date.now());
  return {
    repository: observed(noted, repository),
    outside: async () => ({
      outside: { knownGood: 'status', wouldSync: { code: 'would-sync' } },
      live: liveOf(incident),
      reading: { freshness: { code: 'fresh-evidence', ageMs: 0 }, at: now() },
    }),
    actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
    now: () => instant(milliseconds(now())),
    pause: async () => undefined,
    deadline: instant(Date.now() + 60_000),
    random: () => 0,
  };
}

/** Argo CD has synced the one after the other, renders what the policy lists, and nothing else was changed. */
function liveOf({ deployment: { revision, previousRevision, syncStartedAt, rendering } }: Attributed): Live {
  if (previousRevision === null) return { kind: 'unknown' };
  const sync = {
    ...{ revision, previous: previousRevision, startedAt: syncStartedAt, finishedAt: null, notLive: null },
    ...{ others: [], syncs: [], before: null, hydrated: false, application: null },
  };
  return { kind: 'told', sync, rendering };
}

function observed(noted: Noted, repository: GitOpsRepository): GitOpsRepository {
  return {
    ...repository,
    context: async (incident, remote) => {
      const context = await repository.context(incident, remote);
      noted.superseded = context.superseded;
      return { ...context, superseded: false };
    },
    commit: async (content) => {
      const commit = await repository.commit(content);
      noted.tree = content.tree;
      noted.readyAt = performance.now();
      return commit;
    },
    push: async () => {
      return { kind: 'pushed', refs: new Map() };
    },
    append: async () => null,
  };
}

function codeOf(action: Action): string {
  if (action.kind !== 'refused') return action.kind;
  return action.decision.guardrails.find(({ passed }) => !passed)?.code ?? 'refused';
}
