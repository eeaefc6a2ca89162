import { UserError } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from './parse.ts';

const policy = `version: 1
mode: act
prometheus: https://prometheus.example.com
argocd: https://argocd.example.com
applications:
  checkout:
    paths: [apps/checkout/production/]
    signals:
      errors:
        ratio:
          bad: http_requests_total{app="checkout", code=~"5.."}
          total: http_requests_total{app="checkout"}
      ready: argocd
      home: { probe: https://shop.example.com/health }
watch: { every: 2s }
`;

function mistakesIn(text: string): string {
  try {
    parsePolicy(text, '.backout.yml');
    return 'none';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('policy-invalid');
    return error.message;
  }
}

describe('a policy', () => {
  test('fills in what the team did not write', () => {
    const parsed = parsePolicy(policy, '.backout.yml');
    expect(parsed.applications.checkout?.paths).toEqual(['apps/checkout/production']);
    expect(parsed.applications.checkout?.signals.errors).toMatchObject({
      atLeast: { events: 3, points: 0.2, times: 2 },
    });
    expect(parsed.watch).toEqual({
      forMs: 900_000,
      everyMs: 2_000,
      atLeastMs: 240_000,
      baselineMs: 3_600_000,
    });
    expect(parsed.rollback.limits).toEqual({ perHour: 3, perDay: 5, cooldownMs: 600_000 });
    expect(parsed.rollback).toMatchObject({ falseAlarmsPerMillion: 150, confidenceBp: 9_000, never: [] });
  });

  test('without a mode only observes', () => {
    expect(parsePolicy(policy.replace('mode: act\n', ''), 'p').mode).toBe('observe');
  });

  test.each([
    [
      'a misspelt key',
      policy.replace('total: http', 'totl: http'),
      '.backout.yml:12:11  applications.checkout.signals.errors.ratio  unknown key "totl", did you mean "total"?',
    ],
    [
      'a misspelt key at the top',
      policy.replace('mode: act', 'mod: act'),
      '.backout.yml:2:1  (the whole file)  unknown key "mod", did you mean "mode"?',
    ],
    [
      'a key like none',
      policy.replace('mode: act', 'frobnicate: act'),
      '.backout.yml:2:1  (the whole file)  unknown key "frobnicate", known here: version, mode, prometheus, datadog, cloudwatch, loki, elasticsearch, argocd, applications, watch, required_signals, canary, rollback, verify',
    ],
    [
      'a missing key',
      policy.replace(/ +total: .*\n/, ''),
      '.backout.yml:11:11  applications.checkout.signals.errors.ratio.total  is missing; add the key "total"',
    ],
    [
      'an unknown mode',
      policy.replace('mode: act', 'mode: acts'),
      '.backout.yml:2:7  mode  expected observe, recommend or act; write act',
    ],
    [
      'a number without a unit',
      policy.replace('2s', '2'),
      '.backout.yml:15:17  watch.every  expected a duration such as 10s or 15m; write it with its unit, such as 2s',
    ],
    [
      'an expression for a selector',
      policy.replace('total: http_requests_total{app="checkout"}', 'total: sum(rate(x[1m]))'),
      '.backout.yml:12:18  applications.checkout.signals.errors.ratio.total  expected the selector of a counter such as http_requests_total{app="checkout"}, without functions or ranges; write the selector alone, backout counts itself',
    ],
    [
      'a path out of the repository',
      policy.replace('apps/checkout/production/', '../x'),
      '.backout.yml:7:13  applications.checkout.paths.0  expected a path inside the repository, without patterns; write the path from the root of the repository',
    ],
    [
      'a password in an address',
      policy.replace('https://prometheus', 'https://me:secret@prometheus'),
      '.backout.yml:3:13  prometheus  an address must not hold credentials; take them out, tokens are inputs of the workflow',
    ],
    [
      'plain http to the world',
      policy.replace('https://prometheus.example.com', 'http://prometheus.example.com'),
      '.backout.yml:3:13  prometheus  plain http is accepted only on loopback and for *.svc names; write https://prometheus.example.com',
    ],
    [
      'no address for a provider',
      policy.replace(/^argocd: .*\n/m, ''),
      '.backout.yml:12:14  applications.checkout.signals.ready  needs the address of argocd; add the key "argocd"',
    ],
    [
      'a key that stands twice',
      `${policy}mode: observe\n`,
      '.backout.yml:16:1  mode  the key "mode" stands in lines 2 and 16; keep one of them',
    ],
    [
      'an empty file',
      '',
      '.backout.yml:1:1  (the whole file)  the file is empty; the smallest policy is in docs/policy.md',
    ],
  ])('with %s says where and what, and nothing else', (_, text, mistake) => {
    expect(mistakesIn(text)).toBe(mistake);
  });

  test('with several mistakes says each in a line, and where each of them is', () => {
    const text = policy.replace('mode: act', 'mod: act').replace('every: 2s', 'every: 2');
    const sentences = [
      '(the whole file)  unknown key "mod", did you mean "mode"?',
      'watch.every  expected a duration such as 10s or 15m; write it with its unit, such as 2s',
    ];
    expect(() => parsePolicy(text, 'deploy/.backout.yml')).toThrow(
      expect.objectContaining({
        code: 'policy-invalid',
        message: `deploy/.backout.yml:2:1  ${sentences[0]}\ndeploy/.backout.yml:15:17  ${sentences[1]}`,
        places: [
          { file: 'deploy/.backout.yml', line: 2, column: 1, message: sentences[0] },
          { file: 'deploy/.backout.yml', line: 15, column: 17, message: sentences[1] },
        ],
      }),
    );
  });

  test('accepts plain http inside the cluster', () => {
    expect(
      mistakesIn(policy.replace('https://prometheus.example.com', 'http://prometheus.monitoring.svc:9090')),
    ).toBe('none');
  });
});
