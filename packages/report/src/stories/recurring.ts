import { canonicalJson, sha256 } from '@backout/incident';

/** The topic of a fault that stays: told once for all that share these words, not once a deployment. */
export function recurring(what: readonly string[]): string {
  return `recurring_${sha256(canonicalJson(what)).slice(0, 16)}`;
}
