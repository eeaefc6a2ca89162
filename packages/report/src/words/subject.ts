import { type Incident, short } from '@backout/incident';
import type { GuiltyPull } from '../run-report.ts';
import { name } from './markdown.ts';

/** `checkout in production` */
export function service(incident: Incident): string {
  return `${name(incident.deployment.application)} in ${name(incident.deployment.environment)}`;
}

/** Who is spoken to decides how the change is called. */
export function change(incident: Incident, pull: GuiltyPull | null): string {
  return pull === null ? `The deployment of ${short(incident.deployment.revision)}` : 'Your change';
}

export function thisChange(incident: Incident, pull: GuiltyPull | null): string {
  return pull === null ? `\`${short(incident.deployment.revision)}\`` : 'this pull request';
}
