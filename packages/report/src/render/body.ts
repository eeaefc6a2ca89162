import { type Incident, isReverted, short } from '@backout/incident';
import { actionOf } from '../record.ts';
import type { Links, RenderInput } from '../run-report.ts';
import type { Story, Why } from '../story.ts';
import { link, name, paragraphs, section } from '../words/markdown.ts';
import { errorChart } from './chart.ts';

/** The text that comment and summary share, without the folded evidence. */
export function renderBody(story: Story, input: RenderInput): string {
  const { incident } = input.report;
  return paragraphs(
    story.headline,
    `${story.happened} ${story.action}`.trim(),
    incident === null ? null : errorChart(incident),
    renderWhy(story.why),
    renderNextSteps([...story.nextSteps, ...followUps(input)]),
  );
}

export function renderWhy(why: Why | null): string | null {
  return why === null ? null : section(why.title, why.reasons, 10);
}

export function renderNextSteps(steps: readonly string[]): string | null {
  return section('What now', steps);
}

/** What the reader of a comment can do besides, however it ended. */
function followUps({ report, pull, links }: RenderInput): string[] {
  const { incident } = report;
  if (incident === null) return [];
  const steps = pull === null ? [] : [objection(incident, links)];
  if (links.issue !== undefined)
    steps.push(`${link('The escalation issue', links.issue)} is where it is followed up.`);
  return steps;
}

function objection(incident: Incident, links: Links): string {
  const action = actionOf(incident);
  const undo =
    action !== null && isReverted(action)
      ? `To put it back, revert \`${short(action.commit)}\` in ${name(incident.deployment.repository)}, and say so`
      : 'Say so';
  return `Not your change? ${undo} in a reply: the evidence is below, the whole log is in ${link('the run', links.run)}.`;
}
