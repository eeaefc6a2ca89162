import type { Attribution, Incident, Pull } from '@backout/incident';
import { isAttributed } from './record.ts';

export type Suspect = Attribution['suspects'][number];

export function culpritOf(incident: Incident): Suspect | null {
  if (!isAttributed(incident)) return null;
  const { suspects, culprit } = incident.attribution;
  return suspects.find((suspect) => suspect.id === culprit) ?? null;
}

/** The pull requests to comment on: what the guilty deployment brought live. */
export function guiltyPulls(incident: Incident): Pull[] {
  return culpritOf(incident)?.pulls ?? [];
}
