import { describe, expect, test } from 'vitest';
import * as h from './h.ts';

describe('a watch of a scripted Prometheus', () => {
  /** Four pods are replaced one after the other, 15 s apart. */
  function rollout(failing: number): h.Series[] {
    const random = h.seeded(1);
    return [0, 1, 2, 3].flatMap((index) => {
      const labels = (instance: string) => ({ app: 'checkout', job: 'web', instance: instance + index });
      const [rps, step] = [() => 12, index * 15];
      const old = { labels: labels('old'), from: -7200, until: 10 + step, rps, bad: () => 0.002 };
      const fresh = { labels: labels('new'), from: step, until: 1000, rps, bad: () => failing };
      return [...h.pod(old, random), ...h.pod(fresh, random)];
    });
  }

  test('a release that fails a fifth of its requests is a regression within a minute', async () => {
    const { verdict, second, log, then } = await h.run({
      policy: h.policy(h.errors),
      series: rollout(0.2),
      rolling: (at) => at < 60,
    });
    expect(verdict.outcome).toBe('regression');
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThanOrEqual(60);
    expect(log.at(0)).toMatch(/^baseline \[\{"kind":"ratio","signal":"errors"/);
    expect(log.at(-1)).toMatch(new RegExp(`^\\+${second}s errors: .* ALARM$`));
    expect(then).toMatch(/^ => deployment \d+(\.\d+)? %, fresh-evidence$/);
  });

  test('gauges, Argo CD and an outage are told by the case', async () => {
    const signals = `${h.errors}\nlatency: { gauge: 'latency', unit: seconds }\nready: argocd`;
    const { verdict, log } = await h.run({
      policy: h.policy(signals, 'argocd: https://argocd.example.com'),
      series: rollout(0.002),
      gauge: (_query, at) => (at < 0 ? 0.12 : 0.5),
      state: () => ({ health: 'Degraded', rollout: null }),
      outage: (at) => (at >= 15 && at < 25 ? 503 : null),
    });
    expect(log.at(0)).toContain('"kind":"gauge","signal":"latency"');
    expect(log.at(2)).toContain('errors: unread HTTP 503');
    expect(log.join()).toContain('"signal":"latency","value":0.5');
    expect(verdict.findings.at(-1)).toMatchObject({ signal: 'ready', outcome: 'regression' });
  });

  test('one that fails as few as before is healthy', async () => {
    const { verdict, then } = await h.run({ policy: h.policy(h.errors), series: rollout(0.002) });
    expect(verdict.outcome).toBe('healthy');
    expect(then).toBe('');
  });
});
