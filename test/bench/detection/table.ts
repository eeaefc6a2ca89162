import { median, quantile } from '../spread.ts';
import { interval, type Scored, type Share } from './score.ts';

/** A line of the table: how a detector did on a set. */
export interface Row {
  readonly set: string;
  readonly detector: string;
  readonly scored: Scored;
}

const head = ['set', 'detector', 'visible faults found', 'all faults', 'alarms on benign', 'median', 'p90'];

/** In Markdown, so that it can be read on a terminal and copied into the docs. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ set, detector, scored }) => [
    ...[set, detector, withInterval(scored.visible), percent(scored.all), withInterval(scored.falseAlarms)],
    ...[seconds(median(scored.seconds)), seconds(quantile(scored.seconds, 0.9))],
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function withInterval(share: Share): string {
  if (share.of === 0) return 'none there';
  const [low, high] = interval(share).map((bound) => (100 * bound).toFixed(1));
  return `${percent(share)} (${low} to ${high})`;
}

function percent({ hits, of }: Share): string {
  return of === 0 ? 'none there' : `${((100 * hits) / of).toFixed(1)} % of ${of}`;
}

function seconds(value: number): string {
  return Number.isNaN(value) ? '-' : `${value.toFixed(0)} s`;
}
