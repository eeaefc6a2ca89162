import { z } from 'zod';
import { canonicalJson, sha256 } from './canonical-json.ts';
import type { Sha } from './sha.ts';

export const IncidentId = z
  .string()
  .regex(/^inc_[0-9a-f]{16}$/, 'expected inc_ and 16 hex digits')
  .brand<'IncidentId'>();
export type IncidentId = z.infer<typeof IncidentId>;

export interface DeploymentKey {
  readonly repository: string;
  readonly application: string;
  readonly environment: string;
  readonly revision: Sha;
}

/** The same deployment has the same id on every run and runner. */
export function incidentId(key: DeploymentKey): IncidentId {
  const { repository, application, environment, revision } = key;
  return `inc_${sha256(canonicalJson([repository, application, environment, revision])).slice(0, 16)}` as IncidentId;
}

export const RevertKey = z
  .string()
  .regex(/^[0-9a-f]{40}$/, 'expected 40 hex digits')
  .brand<'RevertKey'>();
export type RevertKey = z.infer<typeof RevertKey>;

export interface RevertTarget {
  readonly repository: string;
  readonly branch: string;
  readonly commits: readonly Sha[];
  readonly paths: readonly string[];
}

/** What is reverted, not who asks: two incidents that blame the same commit meet at this key. */
export function revertKey(target: RevertTarget): RevertKey {
  const { repository, branch, commits, paths } = target;
  return sha256(canonicalJson([repository, branch, [...commits].sort(), [...paths].sort()])).slice(
    0,
    40,
  ) as RevertKey;
}
