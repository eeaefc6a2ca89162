/** What came of a request: the text, or our own words for why there is none. */
export type Answer =
  | { readonly ok: true; readonly status: number; readonly text: string; readonly skewMs: number }
  | { readonly ok: false; readonly detail: string };

export interface Asking {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs: number;
  readonly largestBytes?: number;
}

/** An hour of a large service's raw samples is a few megabytes; beyond this the selector is too wide. */
const largestAnswer = 64_000_000;

/** Never throws, never repeats what the server said, never follows a redirect with a token in hand. */
export async function ask(
  url: string,
  init: RequestInit,
  { fetch, now, timeoutMs, largestBytes = largestAnswer }: Asking,
): Promise<Answer> {
  const asked = now();
  try {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const skewMs = skew(response.headers.get('date'), asked, now());
    const text = await readCapped(response, largestBytes);
    if (text === null) return { ok: false, detail: `an answer of more than ${largestBytes / 1_000_000} MB` };
    return { ok: true, status: response.status, text, skewMs };
  } catch (error) {
    return { ok: false, detail: failure(error, timeoutMs) };
  }
}

/** Counted while it arrives: a length that was announced is only a promise. Null: too long. */
async function readCapped({ body }: Response, most: number): Promise<string | null> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > most) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function failure(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${timeoutMs / 1000} s`;
  const code = error instanceof Error ? (error.cause as { code?: unknown } | undefined)?.code : undefined;
  return typeof code === 'string' && /^[A-Z_]+$/.test(code)
    ? `cannot be reached (${code})`
    : 'cannot be reached';
}

/** `Date` holds whole seconds, and the answer took a while: what lies within both is no skew. */
function skew(date: string | null, asked: number, answered: number): number {
  const server = Date.parse(date ?? '');
  if (Number.isNaN(server)) return 0;
  const measured = server + 500 - (asked + answered) / 2;
  const error = 500 + (answered - asked) / 2;
  return Math.abs(measured) <= error ? 0 : Math.round(measured);
}
