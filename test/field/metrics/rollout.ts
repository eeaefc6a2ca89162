import { type Pod, pod, type Series, seeded } from '../h.ts';

/** A service whose pods are replaced one after the other; seconds are after the sync. */
export interface Rollout {
  readonly seed?: number;
  /** The share of requests that fail in the version before, and in the one that is deployed. */
  readonly before?: number;
  readonly after?: number;
  readonly pods?: number;
  /** Of each pod, a second. */
  readonly rps?: number;
  /** What else a pod is like, by its name: old0, old1, … and new0, new1, … */
  readonly pod?: (name: string) => Partial<Pod>;
}

const stepSeconds = 15;

/** Every pod is there for a while beside its successor, and every series up to the last second that a watch can reach. */
export function rollout(given: Rollout = {}): Series[] {
  const { seed = 1, before = 0.002, after = 0.002, pods = 4, rps = 12, pod: more = () => ({}) } = given;
  const random = seeded(seed);
  const counted = (name: string, bad: number, span: Pick<Pod, 'from' | 'until'>) => {
    const labels = { app: 'checkout', job: 'web', instance: name };
    return pod({ labels, rps: () => rps, bad: () => bad, ...span, ...more(name) }, random);
  };
  return Array.from({ length: pods }, (_, index) => index).flatMap((index) => [
    ...counted(`old${index}`, before, { from: -7200, until: 10 + index * stepSeconds }),
    ...counted(`new${index}`, after, { from: index * stepSeconds, until: 1000 }),
  ]);
}
