import { type Attributed, type Deployment, type RevertKey, type Sha, short } from '@backout/incident';
import { requestsWords } from '../words/control.ts';
import { gaugeValue } from '../words/gauge.ts';
import { mainFinding, rateSinceOnset, verb } from '../words/impact.ts';
import { basisPoints, count, share } from '../words/numbers.ts';

export interface RevertCommit {
  readonly incident: Attributed;
  readonly key: RevertKey;
  readonly reverts: readonly Sha[];
}

/** The message of the revert commit. Git and other tools read its trailers, so nothing of it is free text. */
export function revertMessage({ incident, key, reverts }: RevertCommit): string {
  const { deployment, policy, attribution } = incident;
  const bad = reverts.map(short).join(', ');
  return `${[
    subject(deployment),
    '',
    effect(incident, bad),
    `Decided by policy ${plain(policy.path)}@${short(policy.blob)}, confidence ${basisPoints(attribution.confidenceBp)}.`,
    '',
    `Backout-Incident: ${incident.id}`,
    ...reverts.map((commit) => `Backout-Reverts: ${commit}`),
    `Backout-Key: ${key}`,
    `Backout-Policy: sha256:${policy.sha256}`,
  ].join('\n')}\n`;
}

/** `Revert "checkout: 1.41.0 -> 1.42.0" (production)` */
function subject({ application, environment, images }: Deployment): string {
  const changed = images.filter((image) => image.from?.tag !== image.to?.tag);
  const [image] = changed;
  const tags = changed.length === 1 && image !== undefined ? [image.from?.tag, image.to?.tag] : [];
  const versions = tags.length === 2 && tags.every(isTag) ? `: ${tags.join(' -> ')}` : '';
  return `Revert "${plain(application)}${versions}" (${plain(environment)})`;
}

/** What a registry allows as a tag, and short enough for a subject; everything else is left out. */
function isTag(tag: string | null | undefined): boolean {
  return typeof tag === 'string' && /^\w[\w.-]{0,40}$/.test(tag);
}

function effect({ deployment, verdict }: Attributed, bad: string): string {
  const application = plain(deployment.application);
  const finding = mainFinding(verdict.findings);
  if (finding === null) return `${application} got worse after ${bad}.`;
  if (finding.kind === 'health') {
    const { failures, probes } = finding.observed;
    if (finding.controlled)
      return `${application} got none of its new pods ready after ${bad} (the pods before them went on).`;
    return `${application} failed ${count(failures)} of ${count(probes)} checks of ${plain(finding.signal)} after ${bad}.`;
  }
  if (finding.kind === 'gauge') {
    const { observed, baseline, unit } = finding;
    const now = observed.value === null ? 'nothing' : gaugeValue(observed.value, unit);
    return `${application} went to ${now} of ${plain(finding.signal)} after ${bad} (${gaugeValue(baseline.level, unit)} before).`;
  }
  const rate = rateSinceOnset(finding);
  const before = share(finding.baseline.bad, finding.baseline.total);
  const requests = `${share(rate.bad, rate.total)} of ${requestsWords(finding)}`;
  return `${application} ${verb(finding.signal, plain)(requests)} after ${bad} (${before} before).`;
}

/** One word that can neither start a line nor pass for a trailer. */
function plain(text: string): string {
  return text.replace(/[^\w./-]+/g, '-').slice(0, 60);
}
