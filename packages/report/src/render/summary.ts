import { endingOf } from '../ending.ts';
import type { RenderInput } from '../run-report.ts';
import { stopBody, stopTitle } from '../stopped.ts';
import { fitted, paragraphs } from '../words/markdown.ts';
import { body, evidenceOf } from './comment.ts';

/** The summary of the run: for every outcome, also where there is nobody to tell. */
export function summary(input: RenderInput): string {
  const { report, links } = input;
  const ending = endingOf(report);
  if (report.incident === null || ending.kind === 'stopped') {
    const { stop } = ending.kind === 'stopped' ? ending : report;
    return stop === null ? '' : `${paragraphs(`## ${stopTitle(stop)}`, stopBody(stop, links))}\n`;
  }
  // A reader of the summary is not the author of the change: the pull request is named in the evidence.
  const told = `## ${body(report.incident, ending, { ...input, pull: null })}`;
  const later = report.stop === null ? null : stopBody(report.stop, links);
  return fitted(paragraphs(told, later), evidenceOf(input));
}
