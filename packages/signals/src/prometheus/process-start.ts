import { literally } from '@backout/policy';
import type { Series } from './answers.ts';
import type { GatedPrometheus } from './client.ts';
import { queryRange } from './query.ts';

/** When processes started, as they told at one moment after the other: another one may follow under the same name. */
export type Starts = readonly Series[];

/**
 * When the processes behind targets that were never scraped before started, by `process_start_time_seconds`. A process
 * that is older than the window was only not scraped until now: its counters hold a past that is not the deployment's.
 * Most clients export it; without it a new target is taken for a new process.
 */
export async function processStarts(
  prometheus: GatedPrometheus,
  targets: readonly string[],
  { at, seconds }: { readonly at: number; readonly seconds: number },
): Promise<Starts> {
  if (targets.length === 0) return [];
  const instances = targets.map((target) => literally(target.split('\n')[1] ?? '')).join('|');
  const selector = `process_start_time_seconds{instance=~${JSON.stringify(instances)}}`;
  const answer = await queryRange(prometheus, { selector, seconds, at });
  return answer.ok ? answer.series : [];
}

/** @returns milliseconds by target, as told first after a moment; a target that does not tell is left out */
export function startsOf(starts: Starts, targets: readonly string[], from: number): Map<string, number> {
  return new Map(
    starts.flatMap(({ target, samples }) => {
      const [, started] = samples.find(([at]) => at >= from) ?? [];
      return started === undefined || !targets.includes(target) ? [] : [[target, started * 1000] as const];
    }),
  );
}
