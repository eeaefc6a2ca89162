import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DetectionCase, Detector } from './detection/case.ts';
import { readCorpus } from './detection/corpus.ts';
import { cells, runCell } from './detection/matrix.ts';
import { behind, matrixTable } from './detection/matrix-table.ts';
import { missesOf } from './detection/misses.ts';
import { backout, verdictOf } from './detection/ours.ts';
import { peers } from './detection/peers/index.ts';
import { type Answer, score } from './detection/score.ts';
import { setsOf, systemOf } from './detection/sets.ts';
import { type Row, table } from './detection/table.ts';
import { tunedWithout } from './detection/unseen.ts';

/**
 * What backout finds, and what others would, on recorded deployments and on simulated services.
 *
 * `npm run bench:detection [-- --corpus DIR] [--answers FILE] [--seeds N] [--json]`
 *
 * `--answers` writes a case a line: ours to FILE, every other rule's into FILE.peers/. `--seeds 0` leaves the
 * simulation out.
 */
const { values } = parseArgs({
  options: {
    corpus: { type: 'string', default: new URL('../fixtures/recorded', import.meta.url).pathname },
    answers: { type: 'string' },
    seeds: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});

type Answers = ReadonlyMap<string, Answer>;

function answersOf(detector: Detector, cases: readonly DetectionCase[]): Answers {
  return new Map(cases.map((recorded) => [recorded.id, detector.alarmAt(recorded)]));
}

function rowsOf(cases: readonly DetectionCase[], all: ReadonlyMap<string, Answers>): Row[] {
  return setsOf(cases).flatMap((set) =>
    [...all].map(([detector, answers]) => ({
      ...{ set: set.name, detector },
      scored: score(set.cases, answers),
    })),
  );
}

async function writeAnswers(
  file: string,
  cases: readonly DetectionCase[],
  all: ReadonlyMap<string, Answers>,
): Promise<void> {
  await mkdir(`${file}.peers`, { recursive: true });
  for (const [detector, answers] of all) {
    const own = detector === 'backout';
    const lines = cases.map((recorded) => {
      const alarm = answers.get(recorded.id) ?? null;
      const peers = { verdict: alarm === null ? 'healthy' : 'regression' };
      const told = own ? verdictOf(recorded, alarm) : peers;
      return `${JSON.stringify({ id: recorded.id, alarm_t: alarm, ...told })}\n`;
    });
    const peer = join(`${file}.peers`, `${detector.replace(/\W+/g, '-')}.jsonl`);
    await writeFile(own ? file : peer, lines.join(''));
  }
}

async function recorded(folder: string) {
  const cases = await readCorpus(folder);
  const answers = new Map<string, Answers>([
    ['backout', answersOf(backout(), cases)],
    ...peers.map((peer): [string, Answers] => [peer.name, answersOf(peer, cases)]),
  ]);
  const everyMinute = cases.filter(({ stepSeconds }) => stepSeconds === 60);
  const unseen = tunedWithout(everyMinute, systemOf);
  const tuned = new Map(unseen.flatMap((one) => [...one.answers]));
  const blind = {
    set: 'all of 60 s',
    detector: 'backout, chosen without the system',
    scored: score(everyMinute, tuned),
  };
  return {
    ...{ cases, answers },
    rows: [...rowsOf(cases, answers), blind],
    chosen: unseen.map(({ source, rule }) => ({ without: source, rule })),
    misses: missesOf(cases, answers.get('backout') ?? new Map()),
  };
}

const began = performance.now();
const { cases, answers, rows, chosen, misses } = await recorded(values.corpus);
if (values.answers !== undefined) await writeAnswers(values.answers, cases, answers);
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
