import type { Incident, Instant, RolloutStep } from '@backout/incident';
import { actionOf, isAttributed, neverRan, recoveryOf } from '../record.ts';
import { list } from '../words/markdown.ts';
import { count, plural } from '../words/numbers.ts';
import { clock } from '../words/times.ts';

interface Event {
  readonly at: Instant | null;
  readonly what: string;
}

/** What is known to have happened when, in order; UTC. */
export function timeline(incident: Incident): string {
  const rows = [...deployed(incident), ...decided(incident), ...recovered(incident)]
    .flatMap(({ at, what }) => (at === null ? [] : [{ at, what }]))
    .sort((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))
    .map(({ at, what }) => `${clock(at)} ${what}`);
  return list(rows);
}

function deployed(incident: Incident): Event[] {
  const { deployment } = incident;
  const { firstPodReadyAt } = deployment;
  if (neverRan(incident.verdict))
    return [{ at: deployment.trigger.receivedAt, what: 'backout was told of it' }];
  return [
    { at: deployment.syncStartedAt, what: 'Argo CD began to sync' },
    { at: deployment.syncFinishedAt, what: 'the sync finished' },
    { at: firstPodReadyAt, what: 'the first new pod was ready' },
    ...deployment.rollout.filter(({ at, ready }) => ready > 0 && at !== firstPodReadyAt).map(stepEvent),
    { at: deployment.rolledOutAt, what: 'Argo CD reported the new pods healthy' },
  ];
}

function stepEvent({ at, ready, total, old }: RolloutStep): Event {
  const beside = old === 0 ? '' : `, ${plural(old, 'old one')} beside ${ready === 1 ? 'it' : 'them'}`;
  return { at, what: `${count(ready)} of ${plural(total, 'new pod')} ready${beside}` };
}

function decided(incident: Incident): Event[] {
  const { verdict } = incident;
  const action = actionOf(incident);
  const onset = 'onset' in verdict ? verdict.onset : null;
  return [
    {
      at: onset?.from ?? null,
      what: `the signals began to get worse, at the latest at ${clock(onset?.to ?? verdict.decidedAt)}`,
    },
    { at: verdict.decidedAt, what: `verdict: ${verdict.outcome}, after ${verdict.looks} looks` },
    {
      at: isAttributed(incident) ? incident.attribution.decision.at : null,
      what: `decision: ${isAttributed(incident) ? incident.attribution.decision.rung : ''}`,
    },
    {
      at: action?.decision.at ?? null,
      what: `decision again, just before writing: ${action?.decision.rung}`,
    },
    { at: action !== null && 'pushedAt' in action ? action.pushedAt : null, what: 'the revert was pushed' },
  ];
}

function recovered(incident: Incident): Event[] {
  const recovery = recoveryOf(incident);
  if (recovery === null) return [];
  return [
    { at: recovery.syncedAt, what: 'Argo CD ran the revert' },
    { at: recovery.healthyAt, what: 'Argo CD reported healthy' },
    { at: recovery.recoveredAt, what: 'the signals were back to normal' },
    { at: recovery.provenAt, what: 'the signals had stayed normal for the stability window' },
  ];
}
