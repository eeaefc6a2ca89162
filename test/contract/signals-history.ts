import type { Metrics, OpenMetrics } from '@backout/world';
import { type Pod, startPod } from '@backout/world/service';
import { until } from '@backout/world/until';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAt } from './open-at.ts';

const past = {
  application: 'shop',
  seconds: 3600,
  stepSeconds: 15,
  requestsPerSecond: 20,
  errorRatio: 0.01,
  seed: 'contract',
};

/** An hour that was written and not measured: its counts are known to the last one. */
export function historyContract(open: OpenMetrics): void {
  describe('a written history', () => {
    let pods: Pod[];
    let metrics: Metrics;
    let writtenAt: number;

    beforeAll(async () => {
      const behaviour = { errorRatio: 0, latencyMs: 2 };
      pods = await Promise.all(
        ['shop-1', 'shop-2'].map((instance) =>
          startPod({ application: 'shop', version: 'v1', instance, behaviour }),
        ),
      );
      writtenAt = Date.now();
      metrics = await open(() => pods, [past]);
    });
    afterAll(async () => {
      await metrics?.[Symbol.asyncDispose]();
      await Promise.all(pods.map((pod) => pod[Symbol.asyncDispose]()));
    });
    const query = async (text: string) => {
      const answer = await fetch(`${metrics.url}/api/v1/query?${new URLSearchParams({ query: text })}`);
      return ((await answer.json()) as { data: { result: { values: [number, string][] }[] } }).data.result;
    };

    test('is a baseline: every count between its first sample and its last', async () => {
      const total = 'http_requests_total{app="shop"}';
      const atLeast = { events: 3, points: 0.2, times: 2 };
      const errors = {
        kind: 'ratio',
        provider: 'prometheus',
        part: { events: 'bad', selector: 'http_requests_total{app="shop",code="500"}' },
        total,
        atLeast,
      } as const;
      const signals = openAt(metrics.url, { errors }, writtenAt);
      const [baseline] = await signals.baseline({ from: writtenAt - 4_000_000, to: writtenAt + 2000 });
      const steps = baseline !== undefined && 'steps' in baseline ? baseline.steps : [];
      const counted = steps.reduce((sum, step) => sum + step.total, 0);
      const bad = steps.reduce((sum, step) => sum + step.bad, 0);
      // Seeded: the same requests fail on every server. What the first sample of a counter shows is nobody's delta.
      expect([counted, bad]).toEqual([71_700, 693]);
    });

    test('goes over into what is scraped without a seam', async () => {
      const series = 'http_requests_total{instance="shop-1",code="200"}[2h]';
      const samples = async () => (await query(series))[0]?.values.map(([, value]) => Number(value)) ?? [];
      const written = 3600 / past.stepSeconds;
      const counts = await until(
        'a scrape after the history',
        async () => {
          const found = await samples();
          return found.length > written && found;
        },
        { withinMs: 20_000, everyMs: 50 },
      );
      expect(counts.slice(written).every((value) => value === counts[written - 1])).toBe(true);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    });
  });
}
