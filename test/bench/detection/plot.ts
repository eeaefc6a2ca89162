import { median } from '../spread.ts';
import { axes, frame, type Place, xOf, yOf } from './plot-frame.ts';
import { numberPlaces } from './plot-numbers.ts';
import { interval } from './score.ts';
import type { Row } from './table.ts';

/**
 * Every rule at its false alarms and its recall, with the intervals of both, as one self-contained image. Dots are
 * numbered and named beside the plot: rules lie so close together that names would lie on each other.
 */
export function plot(rows: readonly Row[]): string {
  const drawn = rows
    .filter(({ scored }) => scored.visible.of > 0 && scored.falseAlarms.of > 0)
    .sort(
      (one, other) =>
        recallOf(other) - recallOf(one) || alarmsOf(one) - alarmsOf(other) || byName(one, other),
    );
  const dots = drawn.map((row) => ({ x: xOf(alarmsOf(row)), y: yOf(recallOf(row)) }));
  const numbers = numberPlaces(dots);
  const lines = [
    ...axes(),
    ...drawn.map((row) => cross(row)),
    ...drawn.map((row, index) => dot(row, dots[index] as Place)),
    ...numbers.map((place, index) => number(drawn[index] as Row, place, index + 1)),
    ...drawn.flatMap((row, index) => legend(row, index + 1)),
  ];
  return frame(captionOf(drawn[0]), lines);
}

function captionOf(row: Row | undefined): string {
  if (row === undefined) return 'no recorded case with a point a minute';
  const { visible, falseAlarms } = row.scored;
  return `${visible.of} visible faults and ${falseAlarms.of} benign cases, a point a minute; thin lines: 95 % intervals; better is up and to the left`;
}

function byName(one: Row, other: Row): number {
  return one.detector < other.detector ? -1 : 1;
}

function recallOf({ scored }: Row): number {
  return scored.visible.hits / scored.visible.of;
}

function alarmsOf({ scored }: Row): number {
  return scored.falseAlarms.hits / scored.falseAlarms.of;
}

function kind({ detector }: Row): string {
  return detector.startsWith('backout') ? 'own' : 'other';
}

function cross(row: Row): string {
  const [x, y] = [xOf(alarmsOf(row)), yOf(recallOf(row))];
  const [left, right] = interval(row.scored.falseAlarms).map(xOf);
  const [bottom, top] = interval(row.scored.visible).map(yOf);
  return `<path class="interval ${kind(row)}" d="M${at(left)} ${at(y)}H${at(right)}M${at(x)} ${at(bottom)}V${at(top)}"/>`;
}

function dot(row: Row, { x, y }: Place): string {
  return `<circle class="${kind(row)}" cx="${at(x)}" cy="${at(y)}" r="4"/>`;
}

function number(row: Row, { x, y }: Place, count: number): string {
  return `<text class="number ${kind(row)}" x="${at(x)}" y="${at(y + 4)}">${count}</text>`;
}

const legendLeft = 612;
const legendRight = 972;
const legendTop = 96;
const legendLine = 24;

function legend(row: Row, count: number): string[] {
  const y = legendTop + count * legendLine;
  const seconds = median(row.scored.seconds);
  const time = Number.isNaN(seconds) ? 'none found' : `${seconds.toFixed(0)} s`;
  const style = kind(row);
  const heads =
    count === 1
      ? [label(legendLeft, y - 26, 'rule'), label(legendRight, y - 26, 'median time to detect', 'end')]
      : [];
  return [
    ...heads,
    `<text class="number ${style}" x="${legendLeft - 14}" y="${y}">${count}</text>`,
    `<text class="${style}" x="${legendLeft}" y="${y}">${escaped(row.detector)}</text>`,
    `<text class="${style} end" x="${legendRight}" y="${y}">${time}</text>`,
  ];
}

function label(x: number, y: number, text: string, anchor = ''): string {
  return `<text class="axis ${anchor}" x="${x}" y="${y}">${text}</text>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function at(value: number | undefined): string {
  return (value ?? 0).toFixed(1);
}
