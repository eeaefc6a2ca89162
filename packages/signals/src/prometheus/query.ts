import { type Digest, sha256 } from '@backout/incident';
import { z } from 'zod';
import type { Answer, Asking } from '../http/ask.ts';
import { askWithHeaders, isTrouble, parseJson } from '../http/ask-json.ts';
import { askedToWait } from '../http/back-off.ts';
import type { RequestGate } from '../http/request-gate.ts';
import type { Labels } from './matching.ts';

export interface Prometheus extends Asking {
  readonly url: string;
  readonly token: string | null;
}

/** Prometheus, as it is asked during one look. */
export interface GatedPrometheus extends Prometheus {
  readonly gate: RequestGate;
}

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
}

export type QueryResult =
  | {
      readonly ok: true;
      readonly series: readonly LabelledSeries[];
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
  prometheus: GatedPrometheus,
  { selector, seconds, at }: RangeQuestion,
): Promise<QueryResult> {
  const query = `${selector}[${Math.max(1, Math.ceil(seconds))}s]`;
  const answer = await ask200(prometheus, 'query', { query, time: timeOf(at) }, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

function seriesOf({ parsed, text, skewMs }: Parsed<z.infer<typeof Matrix>>): QueryResult {
  const series = parsed.data.result.map(({ metric, values = [] }) => ({
    labels: metric,
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
  prometheus: GatedPrometheus,
  { query, from, to, stepMs }: StepsQuestion,
): Promise<QueryResult> {
  const [start, end, step] = [from, to, stepMs].map((ms) => (ms / 1000).toFixed(3));
  const form = { query, start: `${start}`, end: `${end}`, step: `${step}` };
  const answer = await ask200(prometheus, 'query_range', form, Matrix);
  return answer.ok ? seriesOf(answer) : answer;
}

/** Whether any series of the selector still lives: an instant query leaves out those that have ended. Null: unknown. */
export async function anyAlive(
  prometheus: GatedPrometheus,
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
  prometheus: GatedPrometheus,
  method: 'query' | 'query_range',
  form: Readonly<Record<string, string>>,
  schema: z.ZodType<Shape>,
): Promise<Parsed<Shape> | Failed> {
  const answer = await askGated(prometheus, method, form);
  if (!answer.ok) return answer;
  const { text, skewMs } = answer;
  const parsed = schema.safeParse(parseJson(text));
  if (!parsed.success) return failed('an answer that is not raw samples');
  if (parsed.data.warnings?.length) return refused('an answer with warnings, it may lack samples');
  return { ok: true, parsed: parsed.data, text, skewMs };
}

/** Not found, not allowed and elsewhere are said of the server and not of the question. */
const refusals: readonly number[] = [400, 413, 422];

/** Asks only while the server does not want to be left alone. */
async function askGated(
  prometheus: GatedPrometheus,
  method: 'query' | 'query_range',
  form: Readonly<Record<string, string>>,
): Promise<Extract<Answer, { ok: true }> | Failed> {
  const { gate, now } = prometheus;
  const leftMs = gate.leftMs();
  if (leftMs > 0) return failed(`asked to wait, ${Math.ceil(leftMs / 1000)} s left`);
  const { answer, headers } = await askWithHeaders(
    `${prometheus.url}/api/v1/${method}`,
    requestOf(prometheus, form),
    prometheus,
  );
  if (!answer.ok) return answer.detail.startsWith(tooLarge) ? refused(answer.detail) : failed(answer.detail);
  const detail = `HTTP ${answer.status}`;
  if (isTrouble(answer.status)) {
    gate.troubled(askedToWait(headers, now()));
    return failed(detail);
  }
  gate.answered();
  if (answer.status === 200) return answer;
  return refusals.includes(answer.status) ? refused(detail) : failed(detail);
}

/** How `ask` begins to tell it. */
const tooLarge = 'an answer of more than';

function requestOf({ token }: Prometheus, form: Readonly<Record<string, string>>): RequestInit {
  const headers = {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  return { method: 'POST', headers, body: new URLSearchParams(form).toString() };
}

function failed(detail: string): Failed {
  return { ok: false, detail, refused: false };
}

function refused(detail: string): Failed {
  return { ok: false, detail, refused: true };
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
