import { sha256 } from '@backout/incident';
import type { Baseline, Unread } from '@backout/verdict';
import type { Window } from '../signals.ts';
import type { Asker } from './asker.ts';
import { contentsOf, joined, only, type Read } from './contents.ts';
import { parts, pastOf, questionsOf, type State } from './plan.ts';
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
  const answers = await Promise.all(
    parts(past, shortest, client.mostBuckets).map(async (part) => ({
      part,
      ...(await asker.ask(states.flatMap(questionsOf), part, at)),
    })),
  );
  const settled = clock(at) - client.settleMs;
  return states.map((state) => {
    const read = joined(
      answers.map(({ part, lookup }) => {
        const contents = contentsOf(state, questionsOf(state).map(lookup));
        return contents.ok ? only(contents, (end) => end > part.from && end <= part.to) : contents;
      }),
    );
    return baselineOf(state, read, {
      whole: (end, bucketMs) => end - bucketMs >= past.from && end <= settled,
      series: sha256(answers.map(({ digest }) => digest).join('')),
    });
  });
}

interface Past {
  readonly whole: (end: number, bucketMs: number) => boolean;
  readonly series: string;
}

function baselineOf(state: State, read: Read, { whole, series }: Past): Baseline | Unread {
  if (!read.ok) return failed(state, read.detail);
  const { steps, points } = only(read, (end) => whole(end, read.bucketMs));
  if (steps.length + points.length === 0)
    return noData(state, 'no-baseline', 'no number before the deployment');
  state.existed = true;
  const { name, signal } = state;
  return signal.kind === 'gauge' ? { signal: name, points, series } : { signal: name, steps, series };
}
