import { Agent, get } from 'node:http';
import type { Pod } from './service.ts';

/** What the clients saw. */
export interface Clients {
  sent: number;
  ok: number;
  failed: number;
  /** No answer at all: the connection was refused or broke. */
  broken: number;
  /** Nobody to ask: no pod was live. */
  nobody: number;
}

export interface Load extends AsyncDisposable {
  readonly clients: Readonly<Clients>;
  setRate(requestsPerSecond: number): void;
}

interface LoadOptions {
  requestsPerSecond: number;
  /** The pods that are live now, asked before each request. */
  pods: () => readonly Pick<Pod, 'url'>[];
}

// A stalled event loop is caught up, but not by a burst that no clients would make.
const MOST_AT_ONCE = 25;

/** Evenly spaced requests, round robin over the live pods, however slowly they answer. */
export function startLoad(options: LoadOptions): Load {
  const clients: Clients = { sent: 0, ok: 0, failed: 0, broken: 0, nobody: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let rate = options.requestsPerSecond;
  let begun = performance.now();
  let fired = 0;
  let timer: NodeJS.Timeout | undefined;

  const beat = () => {
    const due = Math.floor(((performance.now() - begun) * rate) / 1000);
    if (due - fired > MOST_AT_ONCE) fired = due - MOST_AT_ONCE;
    for (; fired < due; fired += 1) ask(options.pods(), agent, clients);
    wait();
  };
  const wait = () => {
    if (rate <= 0) return;
    const nextAt = begun + ((fired + 1) * 1000) / rate;
    timer = setTimeout(beat, Math.max(1, nextAt - performance.now()));
  };
  wait();
  return {
    clients,
    setRate(requestsPerSecond) {
      clearTimeout(timer);
      [rate, begun, fired] = [requestsPerSecond, performance.now(), 0];
      wait();
    },
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      rate = 0;
      agent.destroy();
    },
  };
}

function ask(pods: readonly Pick<Pod, 'url'>[], agent: Agent, clients: Clients): void {
  const pod = pods[clients.sent % pods.length];
  clients.sent += 1;
  if (!pod) {
    clients.nobody += 1;
    return;
  }
  const request = get(`${pod.url}/`, { agent }, (response) => {
    if ((response.statusCode ?? 0) < 500) clients.ok += 1;
    else clients.failed += 1;
    response.resume();
  });
  request.on('error', () => {
    clients.broken += 1;
  });
}
