import type { Incident } from '@backout/incident';
import type { RenderInput } from '../run-report.ts';
import { storyOf } from '../stories/index.ts';
import type { Story } from '../story.ts';
import { fitted, paragraphs } from '../words/markdown.ts';
import { renderNextSteps, renderWhy } from './body.ts';
import { errorChart } from './chart.ts';
import { renderFolded } from './folded.ts';
import { marker } from './marker.ts';

export interface Issue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  /** The body's first line. An open issue that has it is written again instead of opening a second one. */
  readonly marker: string;
}

const longestTitle = 256;

/** The escalation: what happened, what was done, what to do now. */
export function issue(input: RenderInput): Issue {
  const story = storyOf({ ...input, pull: null });
  const mark = marker(story.topic);
  return {
    title: story.headline.slice(0, longestTitle),
    body: fitted(`${mark}\n${body(story, input.report.incident)}`, renderFolded(input)),
    labels: ['backout'],
    marker: mark,
  };
}

function body(story: Story, incident: Incident | null): string {
  const nextSteps = renderNextSteps(story.nextSteps);
  if (incident === null) return paragraphs(story.happened, nextSteps);
  return paragraphs(
    '### What happened',
    story.happened,
    errorChart(incident),
    renderWhy(story.why),
    '### What was done',
    story.action,
    nextSteps,
  );
}
