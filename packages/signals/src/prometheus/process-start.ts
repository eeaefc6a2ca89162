import { type Prometheus, queryRange } from './query.ts';

/** More than this at once is no rollout but a change of what is scraped; then the question would grow too long. */
const mostTargets = 200;

/**
 * When the processes behind targets that were never scraped before started, by `process_start_time_seconds`. A process
 * that is older than the window was only not scraped until now: its counters hold a past that is not the deployment's.
 * Most clients export it; without it a new target is taken for a new process.
 *
 * @returns milliseconds by target; a target that does not tell is left out
 */
export async function processStarts(
  prometheus: Prometheus,
  targets: readonly string[],
  { at, seconds }: { readonly at: number; readonly seconds: number },
): Promise<Map<string, number>> {
  if (targets.length === 0 || targets.length > mostTargets) return new Map();
  const instances = targets.map((target) => literal(target.split('\n')[1] ?? '')).join('|');
  const selector = `process_start_time_seconds{instance=~${JSON.stringify(instances)}}`;
  const answer = await queryRange(prometheus, { selector, seconds, at });
  if (!answer.ok) return new Map();
  return new Map(
    answer.series.flatMap(({ target, samples }) => {
      const [, started] = samples[0] ?? [];
      return started === undefined ? [] : [[target, started * 1000] as const];
    }),
  );
}

function literal(instance: string): string {
  return instance.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
