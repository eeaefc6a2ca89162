import type { Incident, Recovery, Reverted } from '@backout/incident';
import type { Ending } from './ending.ts';
import { wouldHave } from './headline.ts';
import { reasonSentence } from './reason-sentence.ts';
import type { Links } from './run-report.ts';
import { damage, mainFinding } from './words/impact.ts';
import { capitalised, commitLink, list, paragraphs, sentence } from './words/markdown.ts';
import { inlineCode } from './words/quote.ts';
import { clock } from './words/times.ts';

/** What was done, or why nothing was. */
export function done(incident: Incident, ending: Exclude<Ending, { kind: 'stopped' }>, links: Links): string {
  switch (ending.kind) {
    case 'quiet':
      return '';
    case 'undecided':
      return 'Nothing was rolled back: backout acts only on a clear regression.';
    case 'unattributed':
      return `Nothing was rolled back: what caused it was not worked out.${stopWords(ending.stop)}`;
    case 'would-have':
      return `Nothing was rolled back: ${wouldHave(ending.because)}. Every other condition for a rollback was met.`;
    case 'refused':
      return refusedWords(ending);
    case 'revert-lost':
      return `The decision was to revert the deployment, and the job that does it did not run to its end: whether the revert was pushed is not known.${stopWords(ending.stop)}`;
    case 'not-reverted':
      return paragraphs(
        `${ending.action.kind === 'push-unknown' ? 'Whether a revert was pushed is not known' : 'backout did not push a revert'}: ${reasonSentence(ending.action.kind)} (\`${ending.action.kind}\`).`,
        list(
          ending.action.paths.map((path) => inlineCode(path, 200)),
          10,
        ),
      );
    case 'unverified':
      return `${revertWords(incident, ending.action, links)}. ${unverified(ending)}`;
    case 'verified':
      return verifiedWords(incident, ending, links);
  }
}

function unverified({ verify, stop }: Extract<Ending, { kind: 'unverified' }>): string {
  return verify === 'absent'
    ? 'This workflow does not verify the recovery.'
    : `The job that verifies the recovery did not run to its end.${stopWords(stop)}`;
}

function refusedWords({ refusals }: Extract<Ending, { kind: 'refused' }>): string {
  const rows = refusals.map(
    ({ code, facts }) => `${capitalised(reasonSentence(code, facts))} (\`${code}\`).`,
  );
  return rows.length === 0
    ? 'Nothing was rolled back: the decision did not reach a revert.'
    : `Nothing was rolled back:\n\n${list(rows)}`;
}

function stopWords(stop: Extract<Ending, { kind: 'revert-lost' }>['stop']): string {
  return stop === null ? '' : ` ${sentence(reasonSentence(stop.code))} ${inlineCode(stop.message, 500)}`;
}

function revertWords(incident: Incident, action: Reverted, links: Links): string {
  const commit = commitLink(action.commit, incident.deployment.repository, links.server);
  const when = `at ${clock(action.pushedAt)}`;
  switch (action.kind) {
    case 'reverted':
      return `backout reverted the deployment ${when} (${commit})`;
    case 'already-done':
      return `An earlier run of this incident reverted the deployment ${when} (${commit})`;
    case 'joined':
      return `The incident \`${action.incident}\` blames the same commit and reverted it ${when} (${commit}), and this one joined it`;
  }
}

function verifiedWords(
  incident: Incident,
  { action, recovery }: Extract<Ending, { kind: 'verified' }>,
  links: Links,
): string {
  const cost = damage(incident);
  return [
    `${revertWords(incident, action, links)}; ${recoveryWords(incident, recovery)}.`,
    ...(cost === null ? [] : [`**${capitalised(cost)}.**`]),
  ].join(' ');
}

function recoveryWords(incident: Incident, recovery: Recovery): string {
  const signal = inlineCode(mainFinding(incident.verdict.findings)?.signal ?? 'signals');
  const ran =
    recovery.syncedAt === null
      ? 'Argo CD ran the revert'
      : `Argo CD ran the revert at ${clock(recovery.syncedAt)}`;
  const from = recovery.recoveredAt === null ? '' : ` from ${clock(recovery.recoveredAt)} on`;
  switch (recovery.outcome) {
    case 'recovered':
      return `${ran}; ${signal} was back to normal${from}`;
    case 'recovered-unproven':
      return `${ran}; too few requests arrived since to prove the recovery`;
    case 'signals-recovered':
      return `${signal} was back to normal${from}; whether Argo CD ran the revert was not checked, because there is no Argo CD token`;
    case 'not-recovered':
      return `${ran}; ${signal} is not back to normal`;
    case 'degraded-again':
      return `${ran}; ${signal} was back to normal${from} and then got worse again`;
    case 'not-synced':
    case 'sync-retrying':
      return reasonSentence(recovery.outcome);
  }
}
