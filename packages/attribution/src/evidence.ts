import { type Evidence, type Instant, type Interval, milliseconds } from '@backout/incident';
import type { AttributionInput } from './input.ts';
import { likelihoods } from './likelihoods.ts';
import { posterior } from './posterior.ts';

/** @param place among the suspects that no veto rules out, newest first */
export function evidenceFor(input: AttributionInput, place: number, onset: Interval): Evidence[] {
  const after = onsetEvidence(input, onset);
  const alone = input.candidates.length === 1 && input.deployment.alsoChanged.length === 0;
  if (alone)
    return [{ code: 'only-change-in-range', weight: nats(1 / likelihoods.guiltyIsKthNewest[0]) }, after];
  return place === 0 ? [{ code: 'newest-change', weight: 0 }, after] : [after];
}

/** Seconds from the sync to the onset. */
function lagOf({ deployment }: AttributionInput, onset: Interval): [number, number] {
  return secondsAfter(deployment.syncStartedAt, onset);
}

/** Told from the first ready pod where that was seen and the onset came after it: requests reach no pod before. */
function onsetEvidence(input: AttributionInput, onset: Interval): Evidence {
  const { firstPodReadyAt } = input.deployment;
  const weight = onsetWeight(input, onset);
  const afterPod = firstPodReadyAt === null ? null : secondsAfter(firstPodReadyAt, onset);
  return afterPod !== null && afterPod[0] >= 0
    ? { code: 'onset-after-first-pod', weight, seconds: rounded(afterPod) }
    : { code: 'onset-after-sync', weight, seconds: rounded(lagOf(input, onset)) };
}

/** Hundredths of a nat in favour of "this deployment" from the onset alone. */
function onsetWeight(input: AttributionInput, onset: Interval): number {
  const { none } = posterior({ ...alignmentOf(input, onset), changes: 1, others: 0 });
  return nats((1 - none) / none);
}

export function alignmentOf(input: AttributionInput, onset: Interval) {
  return {
    lagSeconds: lagOf(input, onset),
    watchSeconds: input.watchSeconds,
    falseAlarm: input.falseAlarmsPerMillion / 1_000_000,
  };
}

function secondsAfter(begin: Instant, onset: Interval): [number, number] {
  const from = milliseconds(begin);
  return [(milliseconds(onset.from) - from) / 1000, (milliseconds(onset.to) - from) / 1000];
}

function rounded([from, to]: [number, number]): [number, number] {
  return [Math.round(from), Math.round(to)];
}

function nats(ratio: number): number {
  return Math.round(100 * Math.log(ratio));
}
