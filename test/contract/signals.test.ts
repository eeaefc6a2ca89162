import { startMetricsStore } from '@backout/world/metrics';
import { signalsContract } from './signals.ts';

signalsContract(async (pods, past) => {
  const store = await startMetricsStore({ pods, scrapeIntervalMs: 200 });
  for (const one of past) store.seedHistory(one);
  return { ...store, token: null };
});
