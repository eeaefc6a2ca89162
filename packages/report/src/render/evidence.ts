import { type Finding, type Guardrail, type Incident, short } from '@backout/incident';
import { culpritOf, type Suspect } from '../culprit.ts';
import { reasonSentence } from '../reason-sentence.ts';
import { actionOf, decisionOf, isAttributed, recoveryOf } from '../record.ts';
import type { Audience } from '../run-report.ts';
import { badWords } from '../words/control.ts';
import { gaugeValue, normalWords } from '../words/gauge.ts';
import { imageRows } from '../words/images.ts';
import { details, link, name, paragraphs, section } from '../words/markdown.ts';
import { basisPoints, count, plural, share } from '../words/numbers.ts';
import { otherChangeWords } from '../words/other-change.ts';
import { inlineCode, quote } from '../words/quote.ts';
import { renderingRows } from '../words/rendering.ts';
import { cutWords, seasonWords } from '../words/season.ts';
import { evidenceSentence, pullNames } from '../words/suspect.ts';
import { clock, dayAndClock, duration } from '../words/times.ts';
import { timeline } from './timeline.ts';

/** Everything backout looked at, folded away. */
export function evidence(incident: Incident, audience: Audience): string {
  return details(
    'Everything backout looked at',
    paragraphs(
      section('Signals', incident.verdict.findings.map(findingWords)),
      section('Signals after the revert', recoveryOf(incident)?.findings.map(findingWords) ?? []),
      section('Changed in the cluster', renderingRows(incident.deployment.rendering)),
      section('Suspects', suspects(incident, audience.pull)),
      section('Guardrails', decisionOf(incident)?.guardrails.map(guardrailWords) ?? []),
      `**Timeline**, ${dayAndClock(incident.deployment.syncStartedAt).slice(0, 10)}, UTC\n${timeline(incident)}`,
      section('Record', record(incident, audience)),
    ),
  );
}

function findingWords(finding: Finding): string {
  const signal = inlineCode(finding.signal);
  switch (finding.kind) {
    case 'unread':
      return `${signal}: \`${finding.outcome}\`, ${inlineCode(finding.detail)}${because(finding)}`;
    case 'health': {
      const { failures, probes, consecutive } = finding.observed;
      return `${signal}: \`${finding.outcome}\`, ${count(failures)} of ${plural(probes, 'check')} failed, ${count(consecutive)} in a row${finding.controlled ? ', while the pods before them passed' : ''}${because(finding)}`;
    }
    case 'gauge': {
      const { observed, baseline, normal, unit } = finding;
      const now = observed.value === null ? 'no value yet' : gaugeValue(observed.value, unit);
      return [
        `${signal}: \`${finding.outcome}\`, ${now}`,
        `before ${gaugeValue(baseline.level, unit)}`,
        `normal is ${normalWords(normal, unit)}, learned from ${plural(baseline.points, 'point')}${late(finding)}${because(finding)}`,
      ].join('; ');
    }
    case 'ratio': {
      const { baseline, effectBp, calibration } = finding;
      const [least, most] = effectBp.interval.map((bound) => (bound / 100).toFixed(1));
      return [
        `${signal}: \`${finding.outcome}\`, ${badWords(finding)}`,
        `before ${count(baseline.bad)} of ${count(baseline.total)} (${share(baseline.bad, baseline.total)})${seasonWords(baseline.seasonalFactorBp / 10_000)}${cutWords(baseline.cutSeconds)}`,
        `difference ${least} to ${most} percentage points`,
        `would have fired at ${count(calibration.alarms)} of ${plural(calibration.moments, 'past moment')}${late(finding)}${because(finding)}`,
      ].join('; ');
    }
  }
}

function late({ lagMs }: { readonly lagMs?: number | undefined }): string {
  return lagMs === undefined ? '' : `; its numbers arrive ${duration(lagMs)} late`;
}

function because({ reason }: Finding): string {
  return reason === null ? '' : `: ${reasonSentence(reason)}`;
}

function suspects(incident: Incident, pull: Audience['pull']): string[] {
  if (!isAttributed(incident)) return [];
  const { attribution } = incident;
  const rows = attribution.suspects.map((suspect) => {
    const title = suspect === culpritOf(incident) && pull !== null ? ` ${quote(pull.title)}` : '';
    return `${basisPoints(suspect.posteriorBp)} \`${short(suspect.commit)}\`${pullNames(suspect)}${title}${grounds(incident, suspect)}`;
  });
  const others = attribution.others.map(
    ({ change, posteriorBp }) => `${basisPoints(posteriorBp)} not in git: ${otherChangeWords(change)}`,
  );
  return [
    ...rows,
    ...others,
    `${basisPoints(attribution.noneBp)} no deployment. Conclusion: ${reasonSentence(attribution.cause)}`,
  ];
}

function grounds(incident: Incident, suspect: Suspect): string {
  if (!isAttributed(incident)) return '';
  const words = suspect.evidence.slice(0, 8).map((item) => evidenceSentence(item, incident, suspect.commit));
  const vetoes = incident.attribution.vetoes.filter((veto) => veto.suspect === suspect.id);
  const ruledOut = vetoes.map((veto) => `ruled out, ${reasonSentence(veto.code)}`);
  const all = [...words, ...ruledOut];
  return all.length === 0 ? '' : `: ${all.slice(0, 8).join('; ')}`;
}

function guardrailWords({ name: guardrail, code, passed, facts }: Guardrail): string {
  return `${guardrail} ${passed ? 'passed' : '**refused**'}: ${reasonSentence(code, facts)} (\`${code}\`)`;
}

function record(incident: Incident, { links }: Audience): string[] {
  const { deployment, policy, verdict } = incident;
  return [
    `incident \`${incident.id}\`, ${link('run', links.run)}`,
    `${name(deployment.repository)}: \`${deployment.previousRevision === null ? 'nothing' : short(deployment.previousRevision)}\` to \`${short(deployment.revision)}\`, ${plural(deployment.changes.length, 'commit')} of it ${deployment.changes.length === 1 ? 'touches' : 'touch'} the application`,
    ...imageRows(deployment),
    `policy ${inlineCode(policy.path)} at \`${short(policy.commit)}\`, sha256 \`${policy.sha256.slice(0, 16)}…\`, mode ${policy.mode}`,
    `clocks differ by ${count(Math.abs(verdict.clockSkewMs))} ms; false-alarm budget used: ${count(verdict.alphaSpentPerMillion)} in a million`,
    ...ledger(incident),
  ];
}

/** The head is quoted outside the ledger: somebody who cuts the ledger off cannot cut it off here too. */
function ledger(incident: Incident): string[] {
  const action = actionOf(incident);
  const head = recoveryOf(incident)?.entry ?? action?.entry ?? null;
  if (action === null || head === null || action.ref === null) return [];
  return [
    `ledger entry \`${head}\` at ${inlineCode(action.ref, 200)}; decided ${clock(action.decision.at)} UTC`,
  ];
}
