import { type Asking, ask } from '../http/ask.ts';
import { oneByOne } from '../one-by-one.ts';
import type { Named, SignalSource, Source } from '../signals.ts';

interface Probed {
  readonly url: string;
}

export function openProbes(signals: readonly Named<Probed>[], asking: Asking): Source {
  return oneByOne(signals.map(({ name, signal }) => probe(name, signal.url, asking)));
}

/** A GET that has to answer 2xx. Whatever else happens is what a user would see: a failed check, no provider error. */
function probe(name: string, url: string, asking: Asking): SignalSource {
  return {
    baseline: async () => null,
    read: async (at) => {
      const answer = await ask(url, { method: 'GET', headers: { 'user-agent': 'backout' } }, asking);
      const passed = answer.ok && answer.status >= 200 && answer.status < 300;
      return { kind: 'check', signal: name, at, passed };
    },
  };
}
