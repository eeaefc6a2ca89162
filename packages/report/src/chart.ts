import { type CountPoint, type Incident, type Instant, isReverted, milliseconds } from '@backout/incident';
import { actionOf } from './ending.ts';
import { mainFinding, pointsOf } from './impact.ts';
import { clock } from './times.ts';

/** More points and the labels of the axis run into each other. */
const mostPoints = 40;

interface Marks {
  readonly deployedAt: Instant;
  readonly revertedAt: Instant | null;
}

/** Bad requests in per cent around the deployment, or null where there is nothing to draw. */
export function errorChart(incident: Incident): string | null {
  const drawn = drawnPoints(incident);
  if (drawn === null) return null;
  const points = drawn.points.filter((point) => point.total > 0);
  if (points.length < 2) return null;
  const values = points.map((point) => (100 * point.bad) / point.total);
  return chart({ ...drawn, points, values, what: `${drawn.signal} in per cent` });
}

/** How many requests a second there were: a chart of its own, because an xychart has one scale. */
export function requestChart(incident: Incident): string | null {
  const drawn = drawnPoints(incident);
  if (drawn === null || drawn.points.length < 3) return null;
  const values = drawn.points.slice(1).map((point, index) => perSecond(point, drawn.points[index]));
  return chart({ ...drawn, points: drawn.points.slice(1), values, what: 'requests a second' });
}

function drawnPoints(incident: Incident): { signal: string; points: CountPoint[]; marks: Marks } | null {
  const finding = mainFinding(incident.verdict.findings) ?? incident.verdict.findings[0];
  if (finding?.kind !== 'ratio') return null;
  const action = actionOf(incident);
  const marks = {
    deployedAt: incident.deployment.syncStartedAt,
    revertedAt: action !== null && isReverted(action) ? action.pushedAt : null,
  };
  // The title is not Markdown but Mermaid's own grammar: letters and digits only.
  const signal = finding.signal.replace(/[^\w .-]+/g, ' ').slice(0, 40);
  return { signal, points: thinned(pointsOf(incident, finding), marks.deployedAt), marks };
}

/** Neighbours from before the deployment are added up first: what came after it is what the reader looks for. */
function thinned(points: readonly CountPoint[], deployedAt: Instant): CountPoint[] {
  let before = points.filter((point) => point.at <= deployedAt);
  let after = points.filter((point) => point.at > deployedAt);
  while (before.length + after.length > mostPoints) {
    if (before.length > 8) before = halved(before);
    else after = halved(after);
  }
  return [...before, ...after];
}

function halved(points: readonly CountPoint[]): CountPoint[] {
  const pairs: CountPoint[] = [];
  for (let index = points.length - 1; index >= 0; index -= 2) {
    const [right, left] = [points[index], points[index - 1]];
    if (right === undefined) continue;
    pairs.unshift({
      at: right.at,
      bad: right.bad + (left?.bad ?? 0),
      total: right.total + (left?.total ?? 0),
    });
  }
  return pairs;
}

function perSecond(point: CountPoint, previous: CountPoint | undefined): number {
  const elapsed = previous === undefined ? 0 : milliseconds(point.at) - milliseconds(previous.at);
  return elapsed <= 0 ? 0 : (1000 * point.total) / elapsed;
}

interface Drawing {
  readonly what: string;
  readonly points: readonly CountPoint[];
  readonly values: readonly number[];
  readonly marks: Marks;
}

/** An xychart has no annotations: the deployment and the revert are bars as high as the chart, named in its title. */
function chart({ what, points, values, marks }: Drawing): string {
  const top = ceiling(Math.max(...values));
  const marked = [marks.deployedAt, marks.revertedAt].map((at) => indexAt(points, at));
  const bars = points.map((_, index) => (marked.includes(index) ? top : 0));
  const labels = points.map((point) => `"${sinceDeployment(point.at, marks.deployedAt)}"`);
  const reverted = marks.revertedAt === null ? '' : `, reverted ${clock(marks.revertedAt)}`;
  return [
    '```mermaid',
    '---',
    'config: { xyChart: { width: 900, height: 260, xAxis: { labelFontSize: 9 } } }',
    '---',
    'xychart-beta',
    `  title "${what} (bars: deployed ${clock(marks.deployedAt)}${reverted} UTC)"`,
    `  x-axis "minutes since the deployment" [${labels.join(', ')}]`,
    `  y-axis "${what}" 0 --> ${top}`,
    `  bar [${bars.join(', ')}]`,
    `  line [${values.map((value) => Number(value.toFixed(2))).join(', ')}]`,
    '```',
  ].join('\n');
}

/** The first point that a moment belongs to: a point counts the time up to `at`. */
function indexAt(points: readonly CountPoint[], at: Instant | null): number {
  return at === null ? -1 : points.findIndex((point) => point.at >= at);
}

/** `-5:00`, `0:20`: short and unique, as the labels of an axis have to be. */
function sinceDeployment(at: Instant, deployedAt: Instant): string {
  const seconds = Math.round((milliseconds(at) - milliseconds(deployedAt)) / 1000);
  const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
  return `${seconds < 0 ? '-' : ''}${minutes}:${String(rest).padStart(2, '0')}`;
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function ceiling(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((step) => step * unit).find((step) => step >= value) ?? 10 * unit;
}
