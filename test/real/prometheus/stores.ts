import { join } from 'node:path';
import type { OpenMetrics } from '@backout/world';
import { startMetricsStore } from '@backout/world/metrics';
import type { Pod } from '@backout/world/service';
import { startPrometheus } from './server.ts';

export interface StoreOptions {
  readonly folder: string;
  readonly scrapeIntervalMs: number;
  /** Which of the running pods are scraped. */
  readonly scraped: (pod: Pod) => boolean;
}

/** The two that have to lead to the same verdict. */
export const stores = {
  'the local store': ({ scrapeIntervalMs, scraped }) => {
    return async (pods, past) => {
      const store = await startMetricsStore({ pods: () => pods().filter(scraped), scrapeIntervalMs });
      for (const one of past) store.seedHistory(one);
      return { ...store, token: null };
    };
  },
  Prometheus: ({ folder, scrapeIntervalMs, scraped }) => {
    return (pods, past) =>
      startPrometheus({
        folder: join(folder, 'prometheus'),
        pods: () => pods().filter(scraped),
        past,
        scrapeIntervalMs,
      });
  },
} as const satisfies Record<string, (options: StoreOptions) => OpenMetrics>;

export type StoreName = keyof typeof stores;
