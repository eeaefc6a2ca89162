import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseSelector } from '@backout/policy';
import { matching } from '../prometheus/matching.ts';

/** For tests: a local server that answers what a case tells it to, and remembers what it was asked. */
export interface ScriptedRequest {
  readonly path: string;
  readonly method: string;
  readonly query: string;
  readonly time: number;
  readonly form: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly delayMs?: number;
  /** Hangs up instead. */
  readonly cut?: boolean;
}

export interface ScriptedPrometheus extends AsyncDisposable {
  readonly url: string;
  readonly asked: ScriptedRequest[];
  answer: (asked: ScriptedRequest) => Scripted;
}

export async function startScriptedPrometheus(): Promise<ScriptedPrometheus> {
  const asked: ScriptedRequest[] = [];
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const { method = '', url: path = '', headers } = request;
    const time = Number(form.get('time')) * 1000;
    const question = { path, method, query: form.get('query') ?? '', time, form, headers };
    asked.push(question);
    const {
      status = 200,
      headers: extra = {},
      body = '',
      delayMs = 0,
      cut = false,
    } = scripted.answer(question);
    if (cut) {
      request.socket.destroy();
      return;
    }
    setTimeout(() => response.writeHead(status, extra).end(body), delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scripted: ScriptedPrometheus = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: () => ({ status: 500 }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return scripted;
}

/** Series as a test writes them: labels, then seconds and values. */
export interface Written {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [second: number, value: number | string])[];
}

/** Answers a selector's range, or the selector alone, from series by the name of their metric. */
export function store(start: number, series: () => Readonly<Record<string, readonly Written[]>>) {
  return ({ query, time }: ScriptedRequest): Scripted => {
    const [, selector = query, range] = /^(.*)\[(\d+)s\]$/.exec(query) ?? [];
    const from = range === undefined ? time - 300_000 : time - Number(range) * 1000;
    const result = selected(selector, series()).flatMap(({ labels, samples }) => {
      const values = samples
        .map(([second, value]): [number, string] => [start / 1000 + second, String(value)])
        .filter(([at]) => at * 1000 >= from && at * 1000 <= time);
      if (values.length === 0) return [];
      return [range === undefined ? { metric: labels, value: values.at(-1) } : { metric: labels, values }];
    });
    const resultType = range === undefined ? 'vector' : 'matrix';
    return { body: JSON.stringify({ status: 'success', data: { resultType, result } }) };
  };
}

function selected(selector: string, series: Readonly<Record<string, readonly Written[]>>): Written[] {
  const parsed = parseSelector(selector);
  const isIn = parsed === null ? null : matching(parsed);
  if (isIn === null) throw new Error(`the scripted store does not understand ${selector}`);
  const named = Object.entries(series).flatMap(([name, some]) =>
    some.map((one) => ({ ...one, labels: { __name__: name, ...one.labels } })),
  );
  return named.filter(({ labels }) => isIn(labels));
}
