import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type Judged, judge, writeAnswers } from './detection/answers.ts';
import type { DetectionCase } from './detection/case.ts';
import { readCorpus } from './detection/corpus.ts';
import { cells, runCell } from './detection/matrix.ts';
import { behind, matrixTable } from './detection/matrix-table.ts';
import { missesOf } from './detection/misses.ts';
import { backout } from './detection/ours.ts';
import { peers } from './detection/peers/index.ts';
import { plot } from './detection/plot.ts';
import { score } from './detection/score.ts';
import { setsOf, systemOf } from './detection/sets.ts';
import { type Row, table } from './detection/table.ts';
import { tunedWithout } from './detection/unseen.ts';

/**
 * What backout finds, and what others would, on recorded deployments and on simulated services.
 *
 * `npm run bench:detection [-- --corpus DIR_OR_FILE] [--answers FILE] [--svg FILE] [--seeds N] [--json]`
 *
 * `--answers` writes a case a line: ours to FILE, every other rule's into FILE.peers/. `--svg` draws the table of the
 * recorded cases with a point a minute. `--seeds 0` leaves the simulation out.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: new URL('../fixtures/recorded', import.meta.url).pathname },
    answers: { type: 'string' },
    svg: { type: 'string' },
    seeds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});

/** On standard error: what is printed on the other one is the table, or JSON. */
function tell(what: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const shown = lines.slice(0, 20).map((line) => `- ${line}\n`);
  const more = lines.length > shown.length ? `- and ${lines.length - shown.length} more\n` : '';
  process.stderr.write(`${lines.length} ${what}:\n${shown.join('')}${more}`);
}

function rowsOf(cases: readonly DetectionCase[], all: ReadonlyMap<string, Judged>): Row[] {
  return setsOf(cases).flatMap((set) =>
    [...all].map(([detector, { answers }]) => ({
      ...{ set: set.name, detector },
      scored: score(set.cases, answers),
    })),
  );
}

function judged(cases: readonly DetectionCase[]): Map<string, Judged> {
  const all = new Map([backout(), ...peers].map((rule): [string, Judged] => [rule.name, judge(rule, cases)]));
  for (const [name, { failed }] of all) {
    const lines = failed.map(({ id, why }) => `${id}: ${why}`);
    tell(`cases that "${name}" could not judge`, lines);
  }
  return all;
}

function recorded(cases: readonly DetectionCase[], all: ReadonlyMap<string, Judged>) {
  const everyMinute = cases.filter(({ stepSeconds }) => stepSeconds === 60);
  const unseen = tunedWithout(everyMinute, systemOf);
  const tuned = new Map(unseen.flatMap((one) => [...one.answers]));
  const blind = {
    set: 'all of 60 s',
    detector: 'backout, chosen without the system',
    scored: score(everyMinute, tuned),
  };
  return {
    rows: [...rowsOf(cases, all), blind],
    chosen: unseen.map(({ source, rule }) => ({ without: source, rule })),
    misses: missesOf(cases, all.get('backout')?.answers ?? new Map()),
  };
}

const began = performance.now();
const { cases, leftOut } = await readCorpus(values.corpus);
tell('lines left out', leftOut);
const all = judged(cases);
if (values.answers !== undefined) await writeAnswers(values.answers, cases, all);
const { rows, chosen, misses } = recorded(cases, all);
if (values.svg !== undefined) {
  await mkdir(dirname(values.svg), { recursive: true });
  await writeFile(values.svg, plot(rows.filter(({ set }) => set === 'all of 60 s')));
}
const seeds = Number(values.seeds);
const simulated = seeds === 0 ? [] : cells.flatMap((cell) => runCell(cell, seeds, peers));
const lost = behind(simulated);
if (values.json) {
  console.log(JSON.stringify({ rows, chosen, misses, simulated, behind: lost }, null, 2));
} else {
  console.log(`${cases.length} recorded cases, point by point; intervals are Wilson's at 95 %\n`);
  console.log(table(rows));
  for (const { without, rule } of chosen) {
    console.log(`\nchosen without ${without}: noise ${rule.noise}, drift ${rule.drift}, limit ${rule.limit}`);
  }
  console.log(`\n${misses.length} misses and false alarms of backout: --json lists them`);
  if (seeds > 0) {
    console.log(
      `\n${simulated.length / (peers.length + 1)} cells of ${seeds} services, looks of 10 s, half an hour\n`,
    );
    console.log(matrixTable(simulated));
    console.log(`\nrules that are quiet and ahead of backout in a cell: ${lost.length}`);
    for (const { cell, rival, why } of lost) {
      console.log(`- ${cell.shape}, ${cell.rps} requests/s, +${100 * (cell.fault ?? 0)} %: ${rival} ${why}`);
    }
  }
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`);
}
