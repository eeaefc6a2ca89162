import type { Asking } from '../http/ask.ts';
import { askWithHeaders } from '../http/ask-json.ts';
import { NotAnswered } from './failure.ts';

/** The provider's clock minus ours, by its newest answer. */
export interface Clock {
  skewMs: number;
}

/** What the client hands over: signed, and so to be sent as it is. */
interface Signed {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** In place of the client's own, so that an answer is capped and awaited as everywhere else. */
export function handlerOver(asking: Asking, clock: Clock) {
  return {
    handle: async (request: Signed): Promise<{ response: Response }> => {
      const { method, body = null } = request;
      const init = { method, body, headers: headersOf(request) };
      const { answer, headers } = await askWithHeaders(urlOf(request), init, asking);
      if (!answer.ok) throw new NotAnswered(answer.detail);
      clock.skewMs = answer.skewMs;
      const bytes = new TextEncoder().encode(answer.text);
      return { response: { statusCode: answer.status, headers: Object.fromEntries(headers), body: bytes } };
    },
  };
}

function urlOf({ protocol, hostname, port, path }: Signed): string {
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
}

/** What `fetch` sets itself is left out; the name of the client is no part of the signature. */
function headersOf({ headers }: Signed): Record<string, string> {
  const { host: _host, 'content-length': _length, ...rest } = headers;
  return { ...rest, 'user-agent': 'backout' };
}
