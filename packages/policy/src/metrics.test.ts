import { describe, expect, test } from 'vitest';
import { metrics } from './metrics.ts';

describe('the address of a provider', () => {
  test('of Datadog is a site or a url', () => {
    expect(metrics.datadog.parse({ site: 'datadoghq.eu' })).toEqual({
      ...{ url: 'https://api.datadoghq.eu', api: 'v1' },
    });
    expect(metrics.datadog.parse({ url: 'https://dd.example.com/', api: 'v2' })).toEqual({
      ...{ url: 'https://dd.example.com', api: 'v2' },
    });
    for (const wrong of [
      {},
      { site: 'datadoghq.eu', api: 'v3' },
      { site: 'datadoghq.eu', url: 'https://x.example' },
      { site: 'evil.example' },
    ]) {
      expect(metrics.datadog.safeParse(wrong).success).toBe(false);
    }
  });

  test('of Loki is one, or has a tenant with it', () => {
    expect(metrics.loki.parse('https://loki.example.com')).toEqual({
      ...{ url: 'https://loki.example.com', tenant: null, user: null },
    });
    expect(metrics.loki.parse({ url: 'https://loki.example.com', tenant: 'team-a' })).toMatchObject({
      tenant: 'team-a',
    });
    expect(metrics.loki.safeParse({ url: 'https://loki.example.com', tenant: 'a\nb' }).success).toBe(false);
    expect(metrics.loki.safeParse('http://loki.example.com').success).toBe(false);
  });

  test('of a Loki behind a password has its user, who may be a number', () => {
    const url = 'https://logs-prod-006.grafana.net';
    for (const user of ['123456', 123456])
      expect(metrics.loki.parse({ url, user })).toEqual({ url, tenant: null, user: '123456' });
    for (const user of ['a:b', 'a b', '', 'a\n']) {
      expect(metrics.loki.safeParse({ url, user }).success).toBe(false);
    }
  });

  test('of CloudWatch is a region', () => {
    expect(metrics.cloudwatch.parse({ region: 'us-gov-west-1' })).toEqual({
      region: 'us-gov-west-1',
      url: null,
    });
    expect(metrics.cloudwatch.safeParse({ region: 'europe' }).success).toBe(false);
  });
});
