import type { Change } from '@backout/gitops';
import type { Attributed } from '@backout/incident';

/** The change that is blamed, if it is of the range; else the newest one that is. Null where there is none. */
export function blamed({ attribution }: Attributed, range: readonly Change[]): Change | null {
  const suspect = attribution.suspects.find(({ id }) => id === attribution.culprit);
  return range.find(({ commit }) => commit === suspect?.commit) ?? range[0] ?? null;
}
