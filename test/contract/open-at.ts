import type { Signal } from '@backout/policy';
import { openSignals, type Signals } from '@backout/signals';

const none = {
  prometheusToken: null,
  lokiToken: null,
  elasticsearchApiKey: null,
  datadogApiKey: null,
  datadogAppKey: null,
};

/** Signals of a Prometheus without a token, with looks of a second. */
export function openAt(
  prometheus: string,
  signals: Readonly<Record<string, Signal>>,
  since: number,
): Signals {
  return openSignals(
    { signals },
    {
      policy: { prometheus, watch: { everyMs: 1000 } },
      credentials: none,
      readState: async () => null,
      since,
    },
  );
}
