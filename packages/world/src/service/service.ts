import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { close, listen } from '../http-server.ts';
import { random } from '../random.ts';
import { count, exposition, nothingYet, stopwatch, type Totals } from './exposition.ts';

/** How a version of the service behaves: the only difference between a good and a bad deployment. */
export interface Behaviour {
  /** Share of requests answered with 500. */
  errorRatio: number;
  /** Middle of the latency; each request takes between half and one and a half of it. */
  latencyMs: number;
  /** `/health` answers 503 for ever. */
  brokenReadiness?: boolean;
  /** A cold cache: this error ratio for the first seconds after the start. */
  coldStart?: { seconds: number; errorRatio: number };
}

export interface PodOptions {
  application: string;
  version: string;
  behaviour: Behaviour;
  /** The pod's name; it also seeds which of its requests fail. */
  instance: string;
  /** `/health` answers 503 until then. */
  startupMs?: number;
  /** A free port of 127.0.0.1 where it is not given. */
  listenOn?: { host: string; port: number };
}

export interface Pod extends AsyncDisposable {
  readonly application: string;
  readonly version: string;
  readonly behaviour: Behaviour;
  readonly instance: string;
  readonly url: string;
  /** When this pod first answered a request with 500. */
  readonly firstFailureAt: number | null;
  /** Requests that are not answered yet. */
  readonly inFlight: number;
  /** For the `spike` scenario: fails this share of requests for a while, whatever the version. */
  failFor(ms: number, ratio: number): void;
  /** Takes over counters, so that a generated history and the live pod are one series. */
  adopt(totals: Totals): void;
}

/** A small real HTTP service: `/`, `/health`, `/metrics`. */
export async function startPod(options: PodOptions): Promise<Pod> {
  const { application, version, behaviour, instance, startupMs = 0, listenOn } = options;
  const next = random(instance);
  const readyAt = Date.now() + startupMs;
  let totals = nothingYet(Date.now());
  let spike = { until: 0, ratio: 0 };
  let firstFailureAt: number | null = null;
  let inFlight = 0;

  const work = async (response: ServerResponse) => {
    const elapsedSeconds = stopwatch();
    inFlight += 1;
    const failed = next() < errorRatio(behaviour, Date.now() - readyAt, spike);
    const latencyMs = behaviour.latencyMs * (0.5 + next());
    if (latencyMs >= 1) await pause(latencyMs);
    if (failed) firstFailureAt ??= Date.now();
    count(totals, failed ? '500' : '200', elapsedSeconds());
    reply(response, failed ? 500 : 200, failed ? 'broken\n' : `${application} ${version}\n`);
    inFlight -= 1;
  };
  const healthy = () => !behaviour.brokenReadiness && Date.now() >= readyAt;
  const routes: Record<string, (response: ServerResponse) => void> = {
    '/': (response) => void work(response),
    '/health': (response) => reply(response, healthy() ? 200 : 503, healthy() ? 'ok\n' : 'not ready\n'),
    '/metrics': (response) => reply(response, 200, exposition(application, totals)),
  };
  const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    const route = routes[request.url ?? ''];
    if (route) route(response);
    else reply(response, 404, 'not found\n');
  });
  const port = await listen(server, listenOn?.port ?? 0, listenOn?.host);
  return {
    ...{ application, version, behaviour, instance, url: `http://127.0.0.1:${port}` },
    get firstFailureAt() {
      return firstFailureAt;
    },
    get inFlight() {
      return inFlight;
    },
    failFor(ms, ratio) {
      spike = { until: Date.now() + ms, ratio };
    },
    adopt(history) {
      totals = structuredClone(history);
    },
    [Symbol.asyncDispose]: () => close(server),
  };
}

function errorRatio(behaviour: Behaviour, ageMs: number, spike: { until: number; ratio: number }): number {
  const { coldStart } = behaviour;
  const cold = coldStart && ageMs < coldStart.seconds * 1000 ? coldStart.errorRatio : 0;
  const spiking = Date.now() < spike.until ? spike.ratio : 0;
  return Math.max(behaviour.errorRatio, cold, spiking);
}

function reply(response: ServerResponse, status: number, body: string): void {
  const headers = {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'content-length': body.length,
  };
  response.writeHead(status, headers).end(body);
}
