import type { IncidentId } from '@backout/incident';
import { done } from '../done.ts';
import { type Ending, endingOf } from '../ending.ts';
import { happened } from '../happened.ts';
import { headline } from '../headline.ts';
import { next } from '../next.ts';
import type { RenderInput } from '../run-report.ts';
import { why } from '../why.ts';
import { details, fitted, paragraphs } from '../words/markdown.ts';
import { errorChart, gaugeCharts, requestChart } from './chart.ts';
import { evidence } from './evidence.ts';

/** The hidden first line by which our own comment is found again. It counts only on comments of our own identity. */
export function marker(id: IncidentId): string {
  return `<!-- backout:${id} -->`;
}

/** The one comment on the guilty pull request; written again whenever more is known. */
export function comment(input: RenderInput): string {
  const { incident } = input.report;
  const ending = endingOf(input.report);
  if (incident === null || ending.kind === 'stopped')
    throw new TypeError('a stop without an incident has no pull request');
  return fitted(`${marker(incident.id)}\n### ${body(incident, ending, input)}`, evidenceOf(input));
}

type Told = NonNullable<RenderInput['report']['incident']>;

/** The text that comment, issue and summary share, without the folded evidence. */
export function body(
  incident: Told,
  ending: Exclude<Ending, { kind: 'stopped' }>,
  input: RenderInput,
): string {
  const { pull, links } = input;
  return paragraphs(
    headline(incident, ending, pull),
    `${happened(incident, pull)} ${done(incident, ending, links)}`.trim(),
    errorChart(incident),
    why(incident, pull),
    next(incident, ending, input),
  );
}

export function evidenceOf(input: RenderInput): string {
  const { incident } = input.report;
  if (incident === null) return '';
  const requests = requestChart(incident);
  return paragraphs(
    evidence(incident, input),
    requests === null ? null : details('Requests a second', requests),
    ...gaugeCharts(incident).map(({ signal, chart }) => details(`Values of ${signal}`, chart)),
  );
}
