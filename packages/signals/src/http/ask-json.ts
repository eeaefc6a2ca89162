import type { z } from 'zod';
import { type Answer, type Asking, ask } from './ask.ts';
import { askedToWait, type Trouble } from './back-off.ts';

interface Refused {
  readonly ok: false;
  /** in our words */
  readonly detail: string;
  readonly trouble: Trouble | null;
  /** It read the question and does not want it. */
  readonly refused: boolean;
  /** It would say the same of the same question later. */
  readonly lasting: boolean;
}

export type TextAnswer = { readonly ok: true; readonly text: string; readonly skewMs: number } | Refused;

export type JsonAnswer<Shape> =
  | { readonly ok: true; readonly parsed: Shape; readonly text: string; readonly skewMs: number }
  | Refused;

/** With the headers of the answer, in which a provider says when it wants to be asked again. */
export async function askWithHeaders(
  url: string,
  init: RequestInit,
  asking: Asking,
): Promise<{ readonly answer: Answer; readonly headers: Headers }> {
  let headers = new Headers();
  const fetch: Asking['fetch'] = async (...all) => {
    const response = await asking.fetch(...all);
    headers = response.headers;
    return response;
  };
  const answer = await ask(url, init, { ...asking, fetch });
  return { answer, headers };
}

/** The text of a 200, or why there is none. */
export async function askText(url: string, init: RequestInit, asking: Asking): Promise<TextAnswer> {
  const { answer, headers } = await askWithHeaders(url, init, asking);
  if (!answer.ok) return { ...answer, trouble: null, refused: false, lasting: false };
  const { status, text, skewMs } = answer;
  if (status === 200) return { ok: true, text, skewMs };
  const trouble = isTrouble(status) ? askedToWait(headers, asking.now()) : null;
  return {
    ...{ ok: false, detail: statusDetail(status), trouble },
    ...{ refused: isRefusal(status), lasting: isLasting(status) },
  };
}

/** Only the fields that we read are parsed; whatever else there is may change. */
export async function askJson<Shape>(
  url: string,
  init: RequestInit,
  schema: z.ZodType<Shape>,
  asking: Asking,
): Promise<JsonAnswer<Shape>> {
  const answer = await askText(url, init, asking);
  if (!answer.ok) return answer;
  const parsed = schema.safeParse(parseJson(answer.text));
  return parsed.success
    ? { ...answer, parsed: parsed.data }
    : { ok: false, detail: otherForm, trouble: null, refused: false, lasting: false };
}

export const otherForm = 'an answer of another form than documented';

/** Null for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function isTrouble(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Of the question, not of who asks. */
export function isRefusal(status: number): boolean {
  return status === 400 || status === 422;
}

/** Only a person changes it: the question, the key or the address is wrong. */
export function isLasting(status: number): boolean {
  return status >= 300 && status < 500 && !passing.includes(status);
}

/** Too late, and too many. */
const passing: readonly number[] = [408, 429];

const meanings: Readonly<Record<number, string>> = {
  400: 'the query is refused',
  401: 'the key is refused',
  403: 'the key may not read metrics',
  404: 'nothing is there',
  429: 'too many requests',
};

export function statusDetail(status: number): string {
  const meaning = status >= 300 && status < 400 ? 'a redirect, which is not followed' : meanings[status];
  return meaning === undefined ? `HTTP ${status}` : `HTTP ${status}: ${meaning}`;
}
