import type { Verdict } from '@backout/incident';
import { type Matcher, newPods } from '@backout/policy';
import type { Opened } from './open-deployment.ts';

/** How the deployment's own pods are compared with those of the version before that serve beside them. */
export interface Canary {
  readonly pods: readonly Matcher[];
  readonly confidence: number;
}

type Compared = Pick<Opened, 'base' | 'deployment'>;

/** Null where they are not compared. */
export function canaryOf({ base: { policy }, deployment }: Compared): Canary | null {
  const pods = newPods(policy.canary, deployment);
  if (policy.canary === undefined || pods === null) return null;
  return { pods, confidence: policy.canary.confidenceBp / 10_000 };
}

/** A control beside the new pods knows more than the past does, of which less is needed then. */
export function baselineMsOf(opened: Compared): number {
  const { canary, watch } = opened.base.policy;
  return (canaryOf(opened) === null ? null : canary?.baselineMs) ?? watch.baselineMs;
}

/** Why the policy's comparison is not made; null where it is, or is not asked for. */
export function notCompared(opened: Compared): string | null {
  const asked = opened.base.policy.canary !== undefined;
  return asked && canaryOf(opened) === null
    ? 'new pods are not told from old ones: the deployment changes no image with a tag'
    : null;
}

/** What was judged as a whole after all. Other providers do not tell pods apart, and that is said in the docs. */
export function neverSeen(opened: Compared, { findings }: Verdict): string[] {
  const canary = canaryOf(opened);
  if (canary === null) return [];
  const { signals } = opened.base.application;
  const written = canary.pods.map(
    ({ label, operator, value }) => `${label}${operator}${JSON.stringify(value)}`,
  );
  return findings
    .filter((finding) => finding.kind === 'ratio' && finding.control === null)
    .filter(({ signal }) => signals[signal]?.provider === 'prometheus')
    .map(({ signal }) => `${signal}: no series had ${written.join(', ')}: all pods were judged together`);
}
