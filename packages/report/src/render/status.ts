import { type Finding, markText, notKnownGood, provesGood, type Verdict } from '@backout/incident';
import { reasonSentence, undecidedSentence } from '../reason-sentence.ts';
import { besideWords } from '../words/control.ts';
import { movedWords } from '../words/gauge.ts';
import { mainFinding } from '../words/impact.ts';
import { count, plural, share } from '../words/numbers.ts';
import { failedOfExpected } from './watch-log.ts';

/** GitHub cuts nothing off: a longer description is refused. */
const longestDescription = 140;

export interface WatchProgress {
  readonly outcome: 'watching';
  readonly signal: string;
  readonly bad: number;
  readonly total: number;
  readonly looks: number;
}

/** The commit status in the words of the log. It begins with the outcome. */
export function statusDescription(subject: Verdict | WatchProgress): string {
  const text = textOf(subject).replace(/\s+/g, ' ');
  const letters = [...text];
  return letters.length <= longestDescription
    ? text
    : `${letters.slice(0, longestDescription - 1).join('')}…`;
}

function textOf(subject: Verdict | WatchProgress): string {
  const isMark = subject.outcome !== 'healthy' || provesGood(subject);
  return isMark ? markText(subject.outcome, words(subject)) : `${notKnownGood}: ${words(subject)}`;
}

function words(subject: Verdict | WatchProgress): string {
  switch (subject.outcome) {
    case 'watching':
      return `${subject.signal} ${count(subject.bad)} of ${count(subject.total)} (${share(subject.bad, subject.total)}) after ${plural(subject.looks, 'look')}`;
    case 'healthy':
      return `${subject.findings.flatMap(ratioWords).join(', ') || reasonSentence('healthy')}, ${plural(subject.looks, 'look')}`;
    case 'regression':
      return regressionWords(subject.findings);
    case 'ambiguous':
    case 'no-data':
    case 'provider-error':
      return undecidedSentence(subject);
    case 'superseded':
    case 'own-revert':
    case 'nothing-changed':
      return reasonSentence(subject.outcome);
  }
}

function ratioWords(finding: Finding): string[] {
  if (finding.kind !== 'ratio') return [];
  const { bad, total } = finding.observed;
  return [`${finding.signal} ${share(bad, total)} of ${plural(total, 'request')}`];
}

function regressionWords(findings: readonly Finding[]): string {
  const finding = mainFinding(findings);
  if (finding === null) return reasonSentence('regression');
  if (finding.kind === 'health') {
    return `${count(finding.observed.failures)} of ${plural(finding.observed.probes, 'check')} of ${finding.signal} failed`;
  }
  if (finding.kind === 'gauge') return `${finding.signal} ${movedWords(finding)}`;
  const { observed, baseline, control } = finding;
  const expected = baseline.total === 0 ? 0 : (observed.total * baseline.bad) / baseline.total;
  return `${failedOfExpected({ ...observed, expected })}${besideWords(control)}`;
}
