import type { z } from 'zod';
import type { Answer, Asking } from '../http/ask.ts';
import { askWithHeaders, isLasting, isTrouble, parseJson } from '../http/ask-json.ts';
import { askedToWait } from '../http/back-off.ts';
import type { RequestGate } from '../http/request-gate.ts';
import type { Failed, Parsed } from './answers.ts';

export interface Prometheus extends Asking {
  readonly url: string;
  readonly token: string | null;
}

/** Prometheus, as it is asked during one look. */
export interface GatedPrometheus extends Prometheus {
  readonly gate: RequestGate;
}

/** A whole answer of a 200, or why there is none. */
export async function ask200<Shape extends { warnings?: unknown[] | undefined }>(
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
  if (parsed.data.warnings?.some(isWarning)) return refused('an answer with warnings, it may lack samples');
  return { ok: true, parsed: parsed.data, text, skewMs };
}

/**
 * What a query's author may want to know stands among the warnings from Prometheus 2.48 on, until it got a field of its
 * own (prometheus/prometheus#14327), and of the answer nothing is missing.
 */
function isWarning(said: unknown): boolean {
  return typeof said !== 'string' || !said.startsWith('PromQL info:');
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
  if (!answer.ok)
    return answer.detail.startsWith(tooLarge) ? lastingly(refused(answer.detail)) : failed(answer.detail);
  const detail = `HTTP ${answer.status}`;
  if (isTrouble(answer.status)) {
    gate.troubled(askedToWait(headers, now()));
    return failed(detail);
  }
  gate.answered();
  if (answer.status === 200) return answer;
  const said = refusals.includes(answer.status) ? refused(detail) : failed(detail);
  return isLasting(answer.status) ? lastingly(said) : said;
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

function lastingly(failure: Failed): Failed {
  return { ...failure, lasting: true };
}

function failed(detail: string): Failed {
  return { ok: false, detail, refused: false };
}

function refused(detail: string): Failed {
  return { ok: false, detail, refused: true };
}
