import type { RenderInput } from '../run-report.ts';
import { laterStop, storyOf } from '../stories/index.ts';
import { fitted, paragraphs } from '../words/markdown.ts';
import { renderBody, renderNextSteps } from './body.ts';
import { renderFolded } from './folded.ts';

/** The summary of the run: for every outcome, also where there is nobody to tell. */
export function summary(input: RenderInput): string {
  // A reader of the summary is not the author of the change: the pull request is named in the evidence.
  const unnamed = { ...input, pull: null };
  const later = laterStop(unnamed);
  const text = paragraphs(
    `## ${renderBody(storyOf(unnamed), unnamed)}`,
    later?.happened,
    later === null ? null : renderNextSteps(later.nextSteps),
  );
  return fitted(text, renderFolded(input));
}
