import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Question {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** What a server can be made to do instead of answering. */
export type Outage = 'refuse' | 'hang' | '500' | '429' | 'html' | 'truncated';

export interface WorldServer extends AsyncDisposable {
  url: string;
  /** @param requests after so many that suffered it, the outage ends by itself; not for "refuse" and "hang" */
  outage(kind: Outage, requests?: number): Promise<void>;
  /** Ends the outage; the address stays the same. */
  recover(): Promise<void>;
}

interface ServerOptions {
  answer: (question: Question) => Answer | Promise<Answer>;
  /** The server's own clock, seen in `Date`: another one than the runner's where a test wants skew. */
  now: () => number;
}

/** An HTTP server on a free port of 127.0.0.1 that can fail on demand. */
export async function startServer(options: ServerOptions): Promise<WorldServer> {
  let outage: Outage | null = null;
  let suffering = 0;
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    if (suffering === 0 && outage !== 'refuse') outage = null;
    suffering -= 1;
    respond(request, response, options, outage).catch((error: unknown) => response.destroy(asError(error)));
  });
  const port = await listen(server, 0);
  const recover = async () => {
    if (outage === 'refuse') await listen(server, port);
    if (outage === 'hang') server.closeAllConnections();
    outage = null;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    recover,
    async outage(kind, requests = Number.POSITIVE_INFINITY) {
      await recover();
      [outage, suffering] = [kind, requests];
      if (kind === 'refuse') await close(server);
    },
    [Symbol.asyncDispose]: () => close(server),
  };
}

/** Resolves to the port. */
export async function listen(server: Server, port: number, host = '127.0.0.1'): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, now }: ServerOptions,
  outage: Outage | null,
) {
  response.setHeader('date', new Date(now()).toUTCString());
  if (outage === 'hang') return;
  const { status, body, headers } = broken(outage) ?? (await answer(await questionOf(request)));
  const sent = outage === 'truncated' ? body.slice(0, body.length / 2) : body;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(sent) }).end(sent);
}

function broken(outage: Outage | null): Answer | null {
  switch (outage) {
    case '500':
      return { status: 500, body: 'Internal Server Error\n', headers: { 'content-type': 'text/plain' } };
    case '429':
      return { status: 429, body: 'Too Many Requests\n', headers: { 'retry-after': '1' } };
    case 'html':
      return {
        status: 200,
        body: '<!doctype html><title>Sign in</title>',
        headers: { 'content-type': 'text/html' },
      };
    default:
      return null;
  }
}

async function questionOf(request: IncomingMessage): Promise<Question> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://world');
  const body = request.method === 'GET' ? '' : await text(request);
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(pathname),
    query: searchParams,
    headers: request.headers,
    body,
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
