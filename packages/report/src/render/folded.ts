import type { RenderInput } from '../run-report.ts';
import { details, paragraphs } from '../words/markdown.ts';
import { gaugeCharts, requestChart } from './chart.ts';
import { evidence } from './evidence.ts';

/** What is folded away below a text: the evidence and the charts that few readers open. Nothing without a record. */
export function renderFolded(input: RenderInput): string {
  const { incident } = input.report;
  if (incident === null) return '';
  const requests = requestChart(incident);
  return paragraphs(
    evidence(incident, input),
    requests === null ? null : details('Requests a second', requests),
    ...gaugeCharts(incident).map(({ signal, chart }) => details(`Values of ${signal}`, chart)),
  );
}
