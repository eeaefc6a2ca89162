import {
  type CountPoint,
  type Finding,
  type Incident,
  milliseconds,
  type RatioFinding,
} from '@backout/incident';
import { recoveryOf } from '../record.ts';
import { oldPodsWords, requestsWords } from './control.ts';
import { gaugeValue } from './gauge.ts';
import { count, oneIn, plural, portion } from './numbers.ts';
import { inlineCode } from './quote.ts';
import { duration } from './times.ts';

/** In this order they are told: counts say how many people it hit, a gauge proves nothing by itself. */
const order = ['ratio', 'health', 'gauge'] as const;

/** The finding to tell first. */
export function mainFinding(findings: readonly Finding[]): Exclude<Finding, { kind: 'unread' }> | null {
  const regressed = findings.filter((finding) => finding.outcome === 'regression');
  for (const kind of order) {
    const first = regressed.find((finding) => finding.kind === kind);
    if (first !== undefined && first.kind !== 'unread') return first;
  }
  return null;
}

export interface Rate {
  readonly bad: number;
  readonly total: number;
}

/** From the onset on: the requests between the sync and the onset were fine and would hide the size of the fault. */
export function rateSinceOnset(finding: RatioFinding): Rate {
  const { onset } = finding;
  const since = onset === null ? [] : finding.points.filter((point) => point.at > onset.to);
  const rate = sum(since);
  return rate.bad > 0 ? rate : finding.observed;
}

function sum(points: readonly CountPoint[]): Rate {
  return points.reduce(
    (before, point) => ({ bad: before.bad + point.bad, total: before.total + point.total }),
    { bad: 0, total: 0 },
  );
}

/** `failed **1 in 10 requests**`: the signal's name is the user's own, so only plain names get a verb of their own. */
export function impact(finding: Exclude<Finding, { kind: 'unread' }>): string {
  if (finding.kind === 'health') {
    const { failures, probes } = finding.observed;
    if (finding.controlled)
      return `got **none of its new pods ready** (${count(failures)} of ${plural(probes, 'check')} of ${inlineCode(finding.signal)} failed)`;
    return `failed **${count(failures)} of ${plural(probes, 'check')}** of ${inlineCode(finding.signal)}`;
  }
  if (finding.kind === 'gauge') {
    const { value } = finding.observed;
    const now = value === null ? 'nothing' : gaugeValue(value, finding.unit);
    return `went to **${now}** of ${inlineCode(finding.signal)}`;
  }
  const { bad, total } = rateSinceOnset(finding);
  return verb(finding.signal)(`**${portion(bad, total, requestsWords(finding))}**`);
}

/** ` (1 in 900 before)` */
export function before(finding: Exclude<Finding, { kind: 'unread' }>): string {
  if (finding.kind === 'gauge') return ` (${gaugeValue(finding.baseline.level, finding.unit)} before)`;
  if (finding.kind === 'health') return finding.controlled ? ', while the pods before them went on' : '';
  if (finding.baseline.total === 0) return '';
  return ` (${oneIn(finding.baseline.bad, finding.baseline.total)} before${oldPodsWords(finding)})`;
}

type Verb = (requests: string) => string;

/** @returns what the service did to so many requests, in the past tense */
export function verb(signal: string, named: (signal: string) => string = inlineCode): Verb {
  if (/err|fail|5xx/i.test(signal)) return (requests) => `failed ${requests}`;
  if (/laten|slow|duration/i.test(signal)) return (requests) => `answered ${requests} too slowly`;
  return (requests) => `had ${requests} that ${named(signal)} counts as bad`;
}

/** `28 seconds, 58 failed requests`: from the earliest onset to the start of the stability window. */
export function damage(incident: Incident): string | null {
  const { verdict } = incident;
  const recovery = recoveryOf(incident);
  if (verdict.outcome !== 'regression' || recovery === null || recovery.recoveredAt === null) return null;
  const lasted = duration(milliseconds(recovery.recoveredAt) - milliseconds(verdict.onset.from));
  const finding = mainFinding(verdict.findings);
  if (finding?.kind !== 'ratio') return lasted;
  const points = pointsOf(incident, finding).filter(
    (point) => point.at > incident.deployment.syncStartedAt && point.at <= (recovery.recoveredAt ?? ''),
  );
  return `${lasted}, ${badRequests(finding.signal, sum(points).bad)}`;
}

function badRequests(signal: string, bad: number): string {
  if (/err|fail|5xx/i.test(signal)) return plural(bad, 'failed request');
  if (/laten|slow|duration/i.test(signal)) return plural(bad, 'slow request');
  return plural(bad, 'bad request');
}

/** The watch's points of a signal, then the ones that verifying added. */
export function pointsOf(incident: Incident, finding: RatioFinding): CountPoint[] {
  const last = finding.points.at(-1)?.at ?? '';
  const after = recoveryOf(incident)?.findings.find((other) => other.signal === finding.signal);
  const added = after?.kind === 'ratio' ? after.points.filter((point) => point.at > last) : [];
  return [...finding.points, ...added];
}
