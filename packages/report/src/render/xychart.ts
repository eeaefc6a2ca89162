import { type Instant, milliseconds } from '@backout/incident';
import { clock } from '../words/times.ts';

export interface Drawing {
  /** What is told, and in which unit: letters and digits only, because the title is Mermaid's own grammar. */
  readonly title: string;
  readonly points: readonly { readonly at: Instant; readonly value: number }[];
  /** The axis reaches at least so far: a few errors in ten thousand are not drawn as high as the page. */
  readonly leastTop: number;
  readonly marks: Marks;
}

export interface Marks {
  readonly deployedAt: Instant;
  readonly revertedAt: Instant | null;
}

/** An xychart has no annotations: the deployment and the revert are bars as high as the chart, named in its title. */
export function xychart({ title, points, leastTop, marks }: Drawing): string {
  const values = points.map(({ value }) => value);
  const [top, bottom] = [ceiling(Math.max(leastTop, ...values)), floor(Math.min(...values))];
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
    `  title "${title} (bars: deployed ${clock(marks.deployedAt)}${reverted} UTC)"`,
    `  x-axis "minutes since the deployment" [${labels.join(', ')}]`,
    `  y-axis "${title}" ${bottom} --> ${top}`,
    `  bar [${bars.join(', ')}]`,
    `  line [${values.map((value) => Number(value.toFixed(top < 1 ? 6 : 2))).join(', ')}]`,
    '```',
  ].join('\n');
}

/** The first point that a moment belongs to: a point counts the time up to `at`. */
function indexAt(points: Drawing['points'], at: Instant | null): number {
  return at === null ? -1 : points.findIndex((point) => point.at >= at);
}

/** `-5:00`, `0:20`: short and unique, as the labels of an axis have to be. */
function sinceDeployment(at: Instant, deployedAt: Instant): string {
  const seconds = Math.round((milliseconds(at) - milliseconds(deployedAt)) / 1000);
  const [minutes, rest] = [Math.floor(Math.abs(seconds) / 60), Math.abs(seconds) % 60];
  return `${seconds < 0 ? '-' : ''}${minutes}:${String(rest).padStart(2, '0')}`;
}

/** Less than this is drawn as if it were nothing. */
const least = 1e-6;

/** The next of 1, 2, 5, 10, 20, 50 … */
function ceiling(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, least)));
  return [1, 2, 5, 10].map((step) => step * unit).find((step) => step >= value) ?? 10 * unit;
}

function floor(value: number): number {
  return value < 0 ? -ceiling(-value) : 0;
}
