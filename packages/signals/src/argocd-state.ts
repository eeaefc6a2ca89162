import type { Reading } from '@backout/verdict';
import type { Named, SignalSource } from './signals.ts';

/** What Argo CD says of a deployment. */
export interface ApplicationState {
  /** of what the deployment changed, whatever else there is in its application */
  readonly standing: 'in-order' | 'failed' | 'under-way' | 'no-workload' | 'unclear';
  /** null where nothing is being rolled out, or where the pods cannot be read */
  readonly rollout: Rollout | null;
}

interface Rollout {
  /** the pods that the deployment brought; `since` in ms */
  readonly canary: {
    readonly total: number;
    readonly ready: number;
    readonly failing: number;
    readonly since: number | null;
  };
  readonly stable: { readonly total: number; readonly ready: number };
  /** their own progress deadline is over */
  readonly pastDeadline: boolean;
}

interface StateSignal {
  /** ms in which one of the new pods has to get ready */
  readonly readyWithinMs: number;
}

interface StateAccess {
  /** null where Argo CD could not be read; it does not throw for that */
  readonly readState: () => Promise<ApplicationState | null>;
  /** ms: the sync */
  readonly since: number;
}

/** No folder of its own: who asks Argo CD for more than a signal reads its state, and hands that in. */
export function argocdState(
  { name, signal }: Named<StateSignal>,
  { readState, since }: StateAccess,
): SignalSource {
  return {
    baseline: async () => null,
    read: async (at) => readingOf(await readState(), { name, signal, since, at }),
  };
}

interface Look {
  readonly name: string;
  readonly signal: StateSignal;
  /** ms: the sync */
  readonly since: number;
  readonly at: number;
}

/**
 * What the deployment changed is a failure when it is Degraded, and so are new pods of which none gets ready. Where old
 * pods serve beside them, these are their control: the same cluster, the same minute, and only the version differs.
 */
function readingOf(state: ApplicationState | null, { name, signal, since, at }: Look): Reading {
  if (state === null) {
    const detail = 'Argo CD cannot be read';
    return { kind: 'unread', signal: name, outcome: 'provider-error', reason: 'provider-gap', detail };
  }
  const began = stuckSince(state.rollout, at, signal);
  if (began !== null) {
    const controlledSince = state.rollout?.stable.ready ? Math.max(began, since) : null;
    return { kind: 'check', signal: name, at, passed: false, controlledSince };
  }
  switch (state.standing) {
    case 'in-order':
      return { kind: 'check', signal: name, at, passed: true };
    case 'failed':
      return { kind: 'check', signal: name, at, passed: false };
    // A rollout under way is neither good nor bad yet.
    case 'under-way':
      return { kind: 'nothing-new', signal: name, because: 'rollout-unfinished' };
    case 'no-workload':
      return { kind: 'nothing-new', signal: name, because: 'no-workload-changed' };
    // Nothing new would leave an earlier pass standing.
    case 'unclear': {
      const detail = 'Degraded, and not certainly by this deployment';
      return { kind: 'unread', signal: name, outcome: 'no-data', reason: 'health-unclear', detail };
    }
  }
}

/** A container may crash a few times before what it needs is there, an image may be pushed after the commit that names it. */
const settlingMs = 90_000;

/** Since when there are new pods of which none is ready, if that has been too long; ms. */
function stuckSince(
  rollout: ApplicationState['rollout'],
  at: number,
  { readyWithinMs }: StateSignal,
): number | null {
  if (rollout === null) return null;
  const { ready, failing, since } = rollout.canary;
  if (since === null || ready > 0) return null;
  const patience = rollout.pastDeadline ? 0 : failing > 0 ? settlingMs : readyWithinMs;
  return at - since >= patience ? since : null;
}
