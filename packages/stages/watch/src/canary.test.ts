import type { Sha, Verdict } from '@backout/incident';
import { find, parsePolicy } from '@backout/policy';
import { expect, test } from 'vitest';
import { baselineMsOf, canaryOf, neverSeen, notCompared } from './canary.ts';
import type { Opened } from './open-deployment.ts';

function opened(canary: string, tag: string | null): Opened {
  const policy = parsePolicy(
    `version: 1
prometheus: https://prometheus.example.com
loki: https://loki.example.com
applications:
  shop:
    paths: [shop]
    signals:
      errors: { ratio: { bad: b, total: t } }
      lines: { loki: '{a="b"}', per: '{a="c"}' }
${canary}`,
    '.backout.yml',
  );
  const images = [{ name: 'shop', from: null, to: { tag, digest: null, revision: null } }];
  const deployment = { revision: '3'.repeat(40) as Sha, images };
  return { base: { policy, application: find(policy, 'shop') }, deployment } as unknown as Opened;
}

const canary = `canary: { pods: 'version=~"{{tag}}-.*"', baseline: 15m, confidence: 99% }\n`;

test('new pods are compared with the old ones as the policy says', () => {
  const shop = opened(canary, '1.0');
  const pods = [{ label: 'version', operator: '=~', value: '1\\.0-.*' }];
  expect(canaryOf(shop)).toEqual({ pods, confidence: 0.99 });
  expect(baselineMsOf(shop)).toBe(900_000);
  expect(notCompared(shop)).toBeNull();
});

test.each([
  { what: 'asked for', shop: opened('', '1.0'), said: null },
  { what: 'known', shop: opened(canary, null), said: expect.stringContaining('no image with a tag') },
])('they are not where they are not $what', ({ shop, said }) => {
  expect(canaryOf(shop)).toBeNull();
  expect(baselineMsOf(shop)).toBe(3_600_000);
  expect(notCompared(shop)).toEqual(said);
  expect(neverSeen(shop, { findings: [] } as unknown as Verdict)).toEqual([]);
});

test('signals of which no new pod was ever seen are named', () => {
  const control = { bad: 0, total: 5 };
  const finding = (signal: string, kind: string, beside: object | null) => ({
    signal,
    kind,
    control: beside,
  });
  const seen = (beside: object | null) =>
    ({
      findings: [finding('errors', 'ratio', beside), finding('lines', 'ratio', null)],
    }) as unknown as Verdict;
  expect(neverSeen(opened(canary, '1'), seen(control))).toEqual([]);
  expect(neverSeen(opened(canary, '1'), seen(null))).toEqual([
    'errors: no series had version=~"1-.*": all pods were judged together',
  ]);
});
