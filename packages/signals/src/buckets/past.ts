import { sha256 } from '@backout/incident';
import type { Baseline, Unread } from '@backout/verdict';
import type { Window } from '../signals.ts';
import type { Asker } from './asker.ts';
import type { Answered } from './client.ts';
import { contentsOf, joined, only, type Read } from './contents.ts';
import { parts, pastOf, questionsOf, type State } from './plan.ts';
import { habitOf, toldBy, withZeros } from './silence.ts';
import { failed, noData } from './unread.ts';

/** Signals whose past begins at the same moment are asked together. */
export async function readBaselines(
  asker: Asker,
  states: readonly State[],
  window: Window,
): Promise<(Baseline | Unread)[]> {
  const at = asker.now();
  const pasts = Map.groupBy(states, (state) => pastOf(state, window).from);
  const read = await Promise.all(
    [...pasts].map(([from, together]) => readPast(asker, together, { past: { from, to: window.to }, at })),
  );
  return read.flat();
}

async function readPast(
  asker: Asker,
  states: readonly State[],
  { past, at }: { readonly past: Window; readonly at: number },
): Promise<(Baseline | Unread)[]> {
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
  return states.map((state) => {
    const told = answers.map(({ part, lookup }) => ({ part, answers: questionsOf(state).map(lookup) }));
    const whole = client.absent === 'zero' ? withPauses(state, told, settled) : told;
    const read = joined(
      whole.map(({ part, answers: asked }) => {
        const contents = contentsOf(state, asked);
        return contents.ok ? only(contents, (end) => end > part.from && end <= part.to) : contents;
      }),
    );
    return baselineOf(state, read, {
      whole: (end, bucketMs) => end - bucketMs >= past.from && end <= settled,
      until: Math.min(past.to, settled),
      series: sha256(answers.map(({ digest }) => digest).join('')),
    });
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

interface Past {
  readonly whole: (end: number, bucketMs: number) => boolean;
  /** ms */
  readonly until: number;
  readonly series: string;
}

function baselineOf(state: State, read: Read, { whole, until, series }: Past): Baseline | Unread {
  if (!read.ok) return failed(state, read.detail);
  const { steps, points } = only(read, (end) => whole(end, read.bucketMs));
  if (steps.length + points.length === 0)
    return noData(state, 'no-baseline', 'no number before the deployment');
  state.existed = true;
  state.habit = habitOf(steps, until);
  const { name, signal } = state;
  return signal.kind === 'gauge' ? { signal: name, points, series } : { signal: name, steps, series };
}
