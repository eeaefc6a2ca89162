import { type Finding, milliseconds, type Verdict } from '@backout/incident';
import { sync } from '../../packages/verdict/src/testing/scripted-watch.ts';
import type { Ran } from './watch-case.ts';

/** @param looks prints the baselines and so many of the last looks as well */
export function show(name: string, { verdict, second, log, then }: Ran, looks = 0): void {
  const reason = 'reason' in verdict && verdict.reason ? ` / ${verdict.reason}` : '';
  const findings = verdict.findings.map(describe).join(' ');
  console.log(
    `${name}: ${verdict.outcome}${reason} at +${second}s  onset ${onsetOf(verdict)}  ${findings}${then}`,
  );
  if (looks > 0) console.log([...log.slice(0, 1), ...log.slice(-looks)].join('\n'));
}

function onsetOf(verdict: Verdict): string {
  const onset = 'onset' in verdict ? verdict.onset : null;
  if (onset === null) return '-';
  return `${(milliseconds(onset.from) - sync) / 1000}..${(milliseconds(onset.to) - sync) / 1000}`;
}

function describe(finding: Finding): string {
  const { signal, kind, outcome, reason } = finding;
  const detail = finding.kind === 'unread' ? finding.detail : '';
  return `[${signal} ${kind} ${outcome}${reason ? `/${reason}` : ''} ${countsOf(finding)} ${detail}]`;
}

function countsOf(finding: Finding): string {
  if (finding.kind !== 'ratio') return '';
  const { baseline, observed } = finding;
  return `base ${baseline.bad}/${baseline.total} obs ${observed.bad}/${observed.total}`;
}
