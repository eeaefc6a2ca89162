import type { RenderInput } from '../run-report.ts';
import { storyOf } from '../stories/index.ts';
import { fitted } from '../words/markdown.ts';
import { renderBody } from './body.ts';
import { renderFolded } from './folded.ts';
import { marker } from './marker.ts';

/** The one comment on the guilty pull request; written again whenever more is known. */
export function comment(input: RenderInput): string {
  const { incident } = input.report;
  if (incident === null) throw new TypeError('a stop without an incident has no pull request');
  return fitted(`${marker(incident.id)}\n### ${renderBody(storyOf(input), input)}`, renderFolded(input));
}
