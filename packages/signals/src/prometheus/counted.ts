import { sha256 } from '@backout/incident';
import type { RatioSignal } from '@backout/policy';
import type { Failed, LabelledSeries } from './answers.ts';
import type { GatedPrometheus } from './client.ts';
import { queryRange } from './query.ts';

/** The two counters of a ratio, by their selectors. */
export interface Counters {
  readonly signal: string;
  readonly total: string;
  readonly part: string;
}

export type Counted =
  | {
      readonly ok: true;
      readonly total: readonly LabelledSeries[];
      readonly part: readonly LabelledSeries[];
      readonly digest: string;
      readonly skewMs: number;
    }
  | Failed;

interface Span {
  readonly at: number;
  readonly seconds: number;
}

export function countersOf(signal: string, { total, part }: RatioSignal): Counters {
  return { signal, total, part: part.selector };
}

/** The total first: what is scraped between the two questions is then cut from the others, and read the next time. */
export async function askApart(
  prometheus: GatedPrometheus,
  counters: Counters,
  span: Span,
): Promise<Counted> {
  const total = await queryRange(prometheus, { selector: counters.total, ...span });
  if (!total.ok) return total;
  const part = await queryRange(prometheus, { selector: counters.part, ...span });
  if (!part.ok) return part;
  const digest = sha256(`${total.digest}${part.digest}`);
  return { ok: true, total: total.series, part: part.series, digest, skewMs: total.skewMs };
}

/** What a question that reaches less far back would have been answered. */
export function since(counted: Counted, from: number): Counted {
  if (!counted.ok) return counted;
  const cut = (all: readonly LabelledSeries[]) => all.flatMap((series) => newer(series, from));
  return { ...counted, total: cut(counted.total), part: cut(counted.part) };
}

function newer(series: LabelledSeries, from: number): LabelledSeries[] {
  const first = series.samples.findIndex(([at]) => at >= from);
  if (first === 0) return [series];
  return first < 0 ? [] : [{ ...series, samples: series.samples.slice(first) }];
}
