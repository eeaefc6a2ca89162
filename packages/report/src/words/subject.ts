import { type Incident, short } from '@backout/incident';
import type { GuiltyPull } from '../run-report.ts';
import { name } from './markdown.ts';
import { minute } from './times.ts';

export function application(incident: Incident): string {
  return name(incident.deployment.application);
}

export function environment(incident: Incident): string {
  return name(incident.deployment.environment);
}

/** `checkout in production` */
export function service(incident: Incident): string {
  return `${application(incident)} in ${environment(incident)}`;
}

/** `**checkout** in production` */
export function boldService(incident: Incident): string {
  return `**${application(incident)}** in ${environment(incident)}`;
}

/** Who is spoken to decides how the change is called. */
export function change(incident: Incident, pull: GuiltyPull | null): string {
  return pull === null ? `The deployment of ${short(incident.deployment.revision)}` : 'Your change';
}

export function thisChange(incident: Incident, pull: GuiltyPull | null): string {
  return pull === null ? `\`${short(incident.deployment.revision)}\`` : 'this pull request';
}

/** `this pull request went live at 14:02 UTC` */
export function wentLive(incident: Incident, pull: GuiltyPull | null): string {
  return `${thisChange(incident, pull)} went live at ${minute(incident.deployment.syncStartedAt)}`;
}
