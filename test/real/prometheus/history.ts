import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateHistory, type Past } from '@backout/world/metrics';
import type { Line, Pod } from '@backout/world/service';
import { run } from '../tools/run.ts';
import { binary } from '../tools/tools.ts';

/** OpenMetrics names a counter's family without `_total`; all samples of a family stand together. */
const families = {
  http_requests: 'counter',
  http_request_duration_seconds: 'histogram',
  process_start_time_seconds: 'gauge',
  up: 'gauge',
} as const;

/**
 * Writes the generated past of the pods that live now as blocks, by promtool, and gives the pods the counters where it
 * ends. Only a server that starts fresh on these blocks takes samples right after them.
 */
export async function backfill(
  folder: string,
  {
    pods,
    past,
    now,
  }: { readonly pods: readonly Pod[]; readonly past: readonly Past[]; readonly now: number },
): Promise<void> {
  const lines = past.flatMap(({ application, ...options }) => {
    const own = pods.filter((pod) => pod.application === application);
    return own.flatMap((pod) => pastOf(pod, own.length, now, options));
  });
  const text = Object.entries(families).flatMap(([family, type]) => {
    const samples = lines.filter((line) => line.startsWith(family));
    return samples.length === 0 ? [] : [`# TYPE ${family} ${type}`, ...samples];
  });
  const file = join(folder, 'history.om');
  await writeFile(file, `${[...text, '# EOF'].join('\n')}\n`);
  const promtool = await binary('prometheus', 'usr/bin/promtool');
  await run(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'data')]);
}

function pastOf(pod: Pod, pods: number, end: number, options: Omit<Past, 'application'>): string[] {
  const { instance, application: job, behaviour } = pod;
  const seed = `${options.seed}/${instance}`;
  const history = generateHistory(job, pods, end, { ...options, latencyMs: behaviour.latencyMs, seed });
  pod.adopt(history.totals);
  const added = `instance="${instance}",job="${job}"`;
  return history.samples.flatMap(({ time, lines }) =>
    [...lines, ['up', 1] satisfies Line].map(
      ([series, value]) => `${labelled(series, added)} ${value} ${(time / 1000).toFixed(3)}`,
    ),
  );
}

function labelled(series: string, added: string): string {
  return series.endsWith('}') ? `${series.slice(0, -1)},${added}}` : `${series}{${added}}`;
}
