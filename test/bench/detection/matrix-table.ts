import { median } from '../spread.ts';
import type { Cell, CellResult } from './matrix.ts';
import { interval } from './score.ts';

/** A rule that alarms on more of the sound services than that is no rival, however fast it is. */
const mostAlarms = 0.01;

interface Pooled {
  readonly detector: string;
  readonly alarms: number;
  readonly of: number;
  readonly seconds: readonly number[];
}

/** Per traffic and fault, over all shapes: backout, and the best of the others that keep quiet at that traffic. */
export function matrixTable(results: readonly CellResult[]): string {
  const rates = [...new Set(results.map(({ cell }) => cell.rps))];
  const faults = [...new Set(results.map(({ cell }) => cell.fault))].filter((fault) => fault !== null);
  const lines = rates.flatMap((rps) => [
    quietLine(results, rps),
    ...faults.map((fault) => faultLine(results, rps, fault)),
  ]);
  const head = ['requests/s', 'bad version', 'backout', 'median', 'best quiet rule', 'found', 'median'];
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function quietLine(results: readonly CellResult[], rps: number): string[] {
  const pooled = pool(results, (cell) => cell.rps === rps && cell.fault === null);
  const own = pooled.find(({ detector }) => detector === 'backout');
  const quiet = quietAt(results, rps).size;
  return [
    String(rps),
    'sound',
    own === undefined ? '' : alarmsOf(own),
    '',
    `${quiet} rules alarm on less than 1 %`,
    '',
    '',
  ];
}

function alarmsOf({ alarms, of }: Pooled): string {
  const [, most] = interval({ hits: alarms, of });
  return `${alarms} alarms of ${of} (at most ${(100 * most).toFixed(1)} %)`;
}

function faultLine(results: readonly CellResult[], rps: number, fault: number): string[] {
  const quiet = quietAt(results, rps);
  const pooled = pool(results, (cell) => cell.rps === rps && cell.fault === fault);
  const own = pooled.find(({ detector }) => detector === 'backout');
  const rivals = pooled.filter(({ detector }) => quiet.has(detector)).sort(better);
  const [best] = rivals;
  const told = best === undefined ? ['none', '', ''] : [best.detector, found(best), time(best)];
  return [String(rps), `+${100 * fault} %`, own ? found(own) : '', own ? time(own) : '', ...told];
}

/** More is better, then sooner. */
function better(one: Pooled, other: Pooled): number {
  return other.alarms - one.alarms || median(one.seconds) - median(other.seconds);
}

function found({ alarms, of }: Pooled): string {
  return `${((100 * alarms) / of).toFixed(0)} %`;
}

function time({ seconds }: Pooled): string {
  return seconds.length === 0 ? '-' : `${median(seconds).toFixed(0)} s`;
}

function quietAt(results: readonly CellResult[], rps: number): Set<string> {
  const pooled = pool(results, (cell) => cell.rps === rps && cell.fault === null);
  return new Set(
    pooled
      .filter(({ detector, alarms, of }) => detector !== 'backout' && alarms < mostAlarms * of)
      .map(({ detector }) => detector),
  );
}

function pool(results: readonly CellResult[], wanted: (cell: Cell) => boolean): Pooled[] {
  const pooled = new Map<string, Pooled>();
  for (const { cell, detector, alarms, of, seconds } of results) {
    if (!wanted(cell)) continue;
    const before = pooled.get(detector) ?? { detector, alarms: 0, of: 0, seconds: [] };
    pooled.set(detector, {
      ...{ detector, alarms: before.alarms + alarms, of: before.of + of },
      seconds: [...before.seconds, ...seconds],
    });
  }
  return [...pooled.values()];
}

export interface Behind {
  readonly cell: Cell;
  readonly rival: string;
  readonly why: string;
}

/** Every cell with a fault in which a quiet rule finds more, or as many sooner. */
export function behind(results: readonly CellResult[]): Behind[] {
  return results.flatMap(({ cell, detector, alarms, of, seconds }) => {
    if (cell.fault === null || !quietAt(results, cell.rps).has(detector)) return [];
    const own = results.find((one) => one.cell === cell && one.detector === 'backout');
    if (own === undefined) return [];
    const told = { cell, rival: detector };
    if (alarms > own.alarms) return [{ ...told, why: `finds ${alarms} of ${of}, backout ${own.alarms}` }];
    const sooner = alarms === own.alarms && median(seconds) < median(own.seconds);
    return sooner ? [{ ...told, why: `median ${median(seconds)} s, backout ${median(own.seconds)} s` }] : [];
  });
}
