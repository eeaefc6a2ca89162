import {
  type CountPoint,
  type GaugeFinding,
  type Incident,
  type Instant,
  isReverted,
  milliseconds,
} from '@backout/incident';
import { actionOf } from '../record.ts';
import { mainFinding, pointsOf } from '../words/impact.ts';
import { type Marks, xychart } from './xychart.ts';

/** More points and the labels of the axis run into each other. */
const mostPoints = 40;

/** Bad requests in per cent around the deployment, or null where there is nothing to draw. */
export function errorChart(incident: Incident): string | null {
  const counted = countsOf(incident);
  const points = counted?.points
    .filter(({ total }) => total > 0)
    .map(({ at, bad, total }) => ({ at, value: (100 * bad) / total }));
  if (counted === null || points === undefined || points.length < 2) return null;
  return xychart({ title: `${counted.signal} in per cent`, points, leastTop: 1, marks: counted.marks });
}

/** How many requests a second there were: a chart of its own, because an xychart has one scale. */
export function requestChart(incident: Incident): string | null {
  const counted = countsOf(incident);
  if (counted === null || counted.points.length < 3) return null;
  const points = counted.points
    .slice(1)
    .map((point, index) => ({ at: point.at, value: perSecond(point, counted.points[index]) }));
  return xychart({ title: 'requests a second', points, leastTop: 1, marks: counted.marks });
}

interface GaugeChart {
  readonly signal: string;
  readonly chart: string;
}

/** More charts than this are read by nobody. */
const mostGauges = 2;

/** The gauges that shifted, each as its values around the deployment. */
export function gaugeCharts(incident: Incident): GaugeChart[] {
  const marks = marksOf(incident);
  return incident.verdict.findings
    .filter((finding) => finding.kind === 'gauge')
    .filter(({ outcome, points }) => outcome === 'regression' && points.length >= 2)
    .slice(0, mostGauges)
    .map((finding) => ({ signal: plain(finding.signal), chart: gaugeChart(finding, marks) }));
}

interface Scale {
  readonly factor: number;
  readonly what: string;
  readonly leastTop: number;
}

const scales: Readonly<Record<GaugeFinding['unit'], Scale>> = {
  seconds: { factor: 1_000, what: 'in milliseconds', leastTop: 1 },
  ratio: { factor: 100, what: 'in per cent', leastTop: 1 },
  value: { factor: 1, what: '', leastTop: 0 },
};

function gaugeChart({ signal, unit, points: read }: GaugeFinding, marks: Marks): string {
  const { factor, what, leastTop } = scales[unit];
  const values = read.map(({ at, value }) => ({ at, value: factor * Number(value) }));
  const points = thinned(values, marks.deployedAt, (_left, right) => right);
  return xychart({ title: `${plain(signal)} ${what}`.trim(), points, leastTop, marks });
}

function countsOf(incident: Incident) {
  const finding = mainFinding(incident.verdict.findings) ?? incident.verdict.findings[0];
  if (finding?.kind !== 'ratio') return null;
  const marks = marksOf(incident);
  const points = thinned(pointsOf(incident, finding), marks.deployedAt, added);
  return { signal: plain(finding.signal), points, marks };
}

/** A name is the team's own words; a section that was tampered with may hold anything. */
function plain(signal: string): string {
  return signal.replace(/[^\w .-]+/g, ' ').slice(0, 40);
}

function marksOf(incident: Incident): Marks {
  const action = actionOf(incident);
  return {
    deployedAt: incident.deployment.syncStartedAt,
    revertedAt: action !== null && isReverted(action) ? action.pushedAt : null,
  };
}

type Joining<Point> = (left: Point, right: Point) => Point;

function added(left: CountPoint, right: CountPoint): CountPoint {
  return { at: right.at, bad: right.bad + left.bad, total: right.total + left.total };
}

/** Neighbours from before the deployment are joined first: what came after it is what the reader looks for. */
function thinned<Point extends { readonly at: Instant }>(
  points: readonly Point[],
  deployedAt: Instant,
  join: Joining<Point>,
): Point[] {
  let before = points.filter((point) => point.at <= deployedAt);
  let after = points.filter((point) => point.at > deployedAt);
  while (before.length + after.length > mostPoints) {
    if (before.length > 8) before = halved(before, join);
    else after = halved(after, join);
  }
  return [...before, ...after];
}

function halved<Point>(points: readonly Point[], join: Joining<Point>): Point[] {
  const pairs: Point[] = [];
  for (let index = points.length - 1; index >= 0; index -= 2) {
    const [right, left] = [points[index], points[index - 1]];
    if (right !== undefined) pairs.unshift(left === undefined ? right : join(left, right));
  }
  return pairs;
}

function perSecond(point: CountPoint, previous: CountPoint | undefined): number {
  const elapsed = previous === undefined ? 0 : milliseconds(point.at) - milliseconds(previous.at);
  return elapsed <= 0 ? 0 : (1000 * point.total) / elapsed;
}
