import { type Digest, sha256 } from '@backout/incident';
import { z } from 'zod';
import { type Asking, ask } from '../ask.ts';

export interface Prometheus extends Asking {
  readonly url: string;
  readonly token: string | null;
}

/** A raw sample: milliseconds since the epoch in Prometheus' clock, and the counter's value then. */
export type Sample = readonly [at: number, value: number];

export interface Series {
  /** The process that was scraped: what a counter's value belongs to. */
  readonly target: string;
  readonly samples: readonly Sample[];
}

type Failed = { readonly ok: false; readonly detail: string };

export type QueryResult =
  | {
      readonly ok: true;
      readonly series: readonly Series[];
      readonly digest: Digest;
      readonly skewMs: number;
    }
  | Failed;

/** Warnings come with answers that are not whole, from a store that could not ask all of its parts. */
const success = { status: z.literal('success'), warnings: z.array(z.unknown()).optional() };

const Matrix = z.object({
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

const Vector = z.object({
  ...success,
  data: z.object({ resultType: z.literal('vector'), result: z.array(z.unknown()) }),
});

export interface RangeQuestion {
  readonly selector: string;
  /** Seconds before `at`. */
  readonly seconds: number;
  readonly at: number;
}

/**
 * Raw samples, by an instant query of `selector[range]`: `increase()` loses the first sample of every new series and
 * extrapolates, and after a rollout all series are new.
 */
export async function queryRange(
  prometheus: Prometheus,
  { selector, seconds, at }: RangeQuestion,
): Promise<QueryResult> {
  const query = `${selector}[${Math.max(1, Math.ceil(seconds))}s]`;
  const answer = await ask200(prometheus, 'query', { query, time: timeOf(at) }, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

function seriesOf({ parsed, text, skewMs }: Parsed<z.infer<typeof Matrix>>): QueryResult {
  const series = parsed.data.result.map(({ metric, values = [] }) => ({
    target: targetOf(metric),
    samples: values
      .map(([seconds, value]): Sample => [Math.round(seconds * 1000), Number(value)])
      .filter(([, value]) => Number.isFinite(value)),
  }));
  return { ok: true, series, digest: sha256(text), skewMs };
}

export interface StepsQuestion {
  readonly query: string;
  /** ms: the first and the last moment at which it is evaluated */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

/** What a query computes at even steps; values that are no number are left out. */
export async function querySteps(
  prometheus: Prometheus,
  { query, from, to, stepMs }: StepsQuestion,
): Promise<QueryResult> {
  const [start, end, step] = [from, to, stepMs].map((ms) => (ms / 1000).toFixed(3));
  const form = { query, start: `${start}`, end: `${end}`, step: `${step}` };
  const answer = await ask200(prometheus, 'query_range', form, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

/** Whether any series of the selector still lives: an instant query leaves out those that have ended. Null: unknown. */
export async function anyAlive(
  prometheus: Prometheus,
  { selector, at }: Omit<RangeQuestion, 'seconds'>,
): Promise<boolean | null> {
  const answer = await ask200(prometheus, 'query', { query: selector, time: timeOf(at) }, Vector);
  return answer.ok ? answer.parsed.data.result.length > 0 : null;
}

interface Parsed<Shape> {
  readonly ok: true;
  readonly parsed: Shape;
  readonly text: string;
  readonly skewMs: number;
}

function timeOf(at: number): string {
  return (at / 1000).toFixed(3);
}

async function ask200<Shape extends { warnings?: unknown[] | undefined }>(
  prometheus: Prometheus,
  method: 'query' | 'query_range',
  form: Readonly<Record<string, string>>,
  schema: z.ZodType<Shape>,
): Promise<Parsed<Shape> | Failed> {
  const { url, token } = prometheus;
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const body = new URLSearchParams(form).toString();
  const answer = await ask(`${url}/api/v1/${method}`, { method: 'POST', headers, body }, prometheus);
  if (!answer.ok) return answer;
  const { status, text, skewMs } = answer;
  if (status !== 200) return { ok: false, detail: `HTTP ${status}` };
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return { ok: false, detail: 'an answer that is not raw samples' };
  if (parsed.data.warnings?.length)
    return { ok: false, detail: 'an answer with warnings, it may lack samples' };
  return { ok: true, parsed: parsed.data, text, skewMs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
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
