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

export type QueryResult =
  | {
      readonly ok: true;
      readonly series: readonly Series[];
      readonly digest: Digest;
      readonly skewMs: number;
    }
  | { readonly ok: false; readonly detail: string };

const Matrix = z.object({
  status: z.literal('success'),
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
  const { url, token } = prometheus;
  const query = `${selector}[${Math.max(1, Math.ceil(seconds))}s]`;
  const answer = await ask(
    `${url}/api/v1/query`,
    {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: new URLSearchParams({ query, time: (at / 1000).toFixed(3) }).toString(),
    },
    prometheus,
  );
  if (!answer.ok) return answer;
  if (answer.status !== 200) return { ok: false, detail: `HTTP ${answer.status}` };
  const parsed = Matrix.safeParse(parseJson(answer.text));
  if (!parsed.success) return { ok: false, detail: 'an answer that is not raw samples' };
  const series = parsed.data.data.result.map(({ metric, values = [] }) => ({
    target: targetOf(metric),
    samples: values
      .map(([at, value]): Sample => [at * 1000, Number(value)])
      .filter(([, value]) => Number.isFinite(value)),
  }));
  return { ok: true, series, digest: sha256(answer.text), skewMs: answer.skewMs };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Prometheus gives every scraped process a job and an instance; what has neither counts as one process. */
function targetOf({ job = '', instance = '' }: Readonly<Record<string, string>>): string {
  return `${job}\n${instance}`;
}
