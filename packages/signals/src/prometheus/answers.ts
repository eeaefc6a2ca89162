import { type Digest, sha256 } from '@backout/incident';
import { z } from 'zod';
import type { Labels } from './matching.ts';

/** A raw sample: milliseconds since the epoch in Prometheus' clock, and the counter's value then. */
export type Sample = readonly [at: number, value: number];

export interface Series {
  /** The process that was scraped: what a counter's value belongs to. */
  readonly target: string;
  readonly samples: readonly Sample[];
}

/** A series with all that its metric says of it. */
export interface LabelledSeries extends Series {
  readonly labels: Labels;
}

export interface Failed {
  readonly ok: false;
  readonly detail: string;
  /** The question may be at fault: another one may be answered now. */
  readonly refused: boolean;
  /** The same question would be answered so later. */
  readonly lasting?: boolean;
}

export type QueryResult =
  | {
      readonly ok: true;
      readonly series: readonly LabelledSeries[];
      readonly digest: Digest;
      readonly skewMs: number;
    }
  | Failed;

/** Warnings come with answers that are not whole, from a store that could not ask all of its parts, and as remarks. */
const success = { status: z.literal('success'), warnings: z.array(z.unknown()).optional() };

export const Matrix = z.object({
  ...success,
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
});

export const Vector = z.object({
  ...success,
  data: z.object({ resultType: z.literal('vector'), result: z.array(z.unknown()) }),
});

/** An answer of the form that was asked for. */
export interface Parsed<Shape> {
  readonly ok: true;
  readonly parsed: Shape;
  readonly text: string;
  readonly skewMs: number;
}

export function seriesOf({ parsed, text, skewMs }: Parsed<z.infer<typeof Matrix>>): QueryResult {
  const series = parsed.data.result.map(({ metric, values = [] }) => ({
    labels: metric,
    target: targetOf(metric),
    samples: values
      .map(([seconds, value]): Sample => [Math.round(seconds * 1000), Number(value)])
      .filter(([, value]) => Number.isFinite(value)),
  }));
  return { ok: true, series, digest: sha256(text), skewMs };
}

/** The labels that name a process; `instance` alone is sometimes its node, and metrics that are pushed have none. */
const naming = [
  'job',
  'instance',
  'namespace',
  'pod',
  'container',
  'service_instance_id',
  'replica',
] as const;

/** What has none of the labels counts as one process. */
function targetOf(metric: Readonly<Record<string, string>>): string {
  return naming.map((label) => metric[label] ?? '').join('\n');
}
