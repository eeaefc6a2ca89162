import { sha256 } from '@backout/incident';
import type { Baseline, Unread } from '@backout/verdict';
import { failedReading } from '../failed-reading.ts';
import type { Window } from '../signals.ts';
import type { Asker } from './asker.ts';
import type { Answered } from './client.ts';
import { type Contents, contentsOf, joined, only, type Read } from './contents.ts';
import { toldBy, withZeros } from './empty-buckets.ts';
import { isGauge, parts, pastOf, questionsOf, type State, seasonOf } from './plan.ts';
import { profileOf } from './staleness.ts';
import { noData } from './unread.ts';

/** Signals whose past begins at the same moment are asked together, and so is the same hour of last week. */
export async function readBaselines(
  asker: Asker,
  states: readonly State[],
  window: Window,
): Promise<(Baseline | Unread)[]> {
  const at = asker.now();
  const pasts = await readPasts(asker, states, { pastOf: (state) => pastOf(state, window), at });
  // Afterwards: what could not be read is not asked for a week ago.
  const known = pasts.flatMap(({ state, read }) => (read.ok ? [state] : []));
  const seasons = await readPasts(asker, known, { pastOf: (state) => seasonOf(state, window), at });
  return pasts.map(({ state, ...told }) => {
    const season = seasons.find((one) => one.state === state);
    return baselineOf(state, told, season === undefined ? unknown : contentsOfSeason(season));
  });
}

interface PastRead {
  readonly state: State;
  readonly read: Read;
  readonly past: Window;
  readonly settled: number;
  readonly series: string;
}

async function readPasts(
  asker: Asker,
  states: readonly State[],
  { pastOf, at }: { readonly pastOf: (state: State) => Window; readonly at: number },
): Promise<PastRead[]> {
  const groups = Map.groupBy(states, (state) => `${pastOf(state).from} ${pastOf(state).to}`);
  const read = await Promise.all(
    [...groups.values()].map(async ([first, ...others]) =>
      first === undefined ? [] : readPast(asker, [first, ...others], { past: pastOf(first), at }),
    ),
  );
  return read.flat();
}

async function readPast(
  asker: Asker,
  states: readonly State[],
  { past, at }: { readonly past: Window; readonly at: number },
): Promise<PastRead[]> {
  const { client, clock } = asker;
  const shortest = Math.min(...states.map(({ bucketMs }) => bucketMs));
  const askPart = async (part: Window) => ({
    part,
    ...(await asker.ask(states.flatMap(questionsOf), part, at)),
  });
  const [newest, ...older] = parts(past, shortest, client.mostBuckets).reverse();
  if (newest === undefined) return [];
  // What is refused at first is asked apart then, and not found out in each of them.
  const first = await askPart(newest);
  const answers = [...(await Promise.all(older.map(askPart))).reverse(), first];
  const settled = clock(at) - client.settleMs;
  const series = sha256(answers.map(({ digest }) => digest).join(''));
  return states.map((state) => {
    const told = answers.map(({ part, lookup }) => ({ part, answers: questionsOf(state).map(lookup) }));
    const whole = client.absent === 'zero' ? withPauses(state, told, settled) : told;
    const read = joined(
      whole.map(({ part, answers: asked }) => {
        const contents = contentsOf(state, asked);
        return contents.ok ? only(contents, (end) => end > part.from && end <= part.to) : contents;
      }),
    );
    return { state, read, past, settled, series };
  });
}

interface Part {
  readonly part: Window;
  readonly answers: readonly Answered[];
}

/** From the first bucket that was told: before that there may have been no service. */
function withPauses(state: State, parts: readonly Part[], settled: number): Part[] {
  const first = Math.min(...parts.flatMap(({ answers }) => toldBy(answers)));
  return parts.map(({ part, answers }) => {
    const span = { from: Math.max(part.from, first), to: Math.min(part.to, settled) };
    return { part, answers: withZeros(state, answers, span) };
  });
}

function baselineOf(state: State, told: Omit<PastRead, 'state'>, season: Season): Baseline | Unread {
  const { read, past, settled, series } = told;
  if (!read.ok) return failedReading(state.name, read);
  const { steps, points } = wholeOf(read, told);
  if (steps.length + points.length === 0)
    return noData(state, 'no-baseline', 'no number before the deployment');
  state.existed = true;
  state.profile = profileOf(steps, Math.min(past.to, settled));
  const { name } = state;
  if (!isGauge(state)) {
    return { signal: name, steps, series, ...(season.steps.length > 0 && { seasonal: season.steps }) };
  }
  return { signal: name, points, series, ...(season.points.length > 0 && { seasonal: season.points }) };
}

type Season = Pick<Contents, 'steps' | 'points'>;

/** Where a week is more than the provider keeps, or it did not answer: it is compared without. */
const unknown: Season = { steps: [], points: [] };

function contentsOfSeason({ read, ...told }: PastRead): Season {
  return read.ok ? wholeOf(read, told) : unknown;
}

function wholeOf(read: Contents, { past, settled }: Pick<PastRead, 'past' | 'settled'>): Contents {
  return only(read, (end) => end - read.bucketMs >= past.from && end <= settled);
}
