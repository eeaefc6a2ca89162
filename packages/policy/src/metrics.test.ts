import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { metrics } from './metrics.ts';
import { says } from './mistakes/says.ts';

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

  test.each([
    'datadoghq.com',
    'us3.datadoghq.com',
    'us5.datadoghq.com',
    'datadoghq.eu',
    'ap1.datadoghq.com',
    'ap2.datadoghq.com',
    'ddog-gov.com',
  ])('of Datadog may be its site %s, by the first version of its API', (site) => {
    expect(metrics.datadog.parse({ site })).toEqual({ url: `https://api.${site}`, api: 'v1' });
    expect(metrics.datadog.parse({ site, api: 'v1' })).toMatchObject({ api: 'v1' });
  });

  test('of Elasticsearch has its index, and the field of the time', () => {
    const url = 'https://logs.example.com';
    expect(metrics.elasticsearch.parse({ url, index: 'logs-*' })).toEqual({
      url,
      index: 'logs-*',
      time: '@timestamp',
    });
    expect(metrics.elasticsearch.parse({ url, index: 'a', time: 'event.time_ms-x' })).toMatchObject({
      time: 'event.time_ms-x',
    });
  });

  const messageOf = (schema: z.ZodType, written: unknown) =>
    schema.safeParse(written).error?.issues[0]?.message;
  const elasticsearch = { url: 'https://logs.example.com', index: 'logs-*' };
  const loki = { url: 'https://loki.example.com' };

  test.each<[string, z.ZodType, readonly unknown[], ReturnType<typeof says>]>([
    [
      'a site of Datadog',
      metrics.datadog,
      [{ site: 'evil.example' }],
      says('format', { expected: 'a site of Datadog such as datadoghq.eu', write: 'datadoghq.eu' }),
    ],
    [
      'one of site and url',
      metrics.datadog,
      [{}],
      says('format', { expected: 'either site or url', write: '{ site: datadoghq.eu }' }),
    ],
    [
      'a region',
      metrics.cloudwatch,
      [
        'europe',
        'eu-central',
        'eu-central-1 ',
        ' eu-central-1',
        'EU-central-1',
        'eu-central-12',
        'e-central-1',
      ].map((region) => ({ region })),
      says('format', { expected: 'a region such as eu-central-1', write: 'eu-central-1' }),
    ],
    [
      'an index',
      metrics.elasticsearch,
      ['', 'a b', 'a/b', 'a?b', 'a,b', '/a', 'a\n', 'a"'].map((index) => ({ ...elasticsearch, index })),
      says('format', { expected: 'an index or a pattern such as logs-*', write: 'logs-*' }),
    ],
    [
      'a field',
      metrics.elasticsearch,
      ['', 'a b', ' a', 'a ', 'a/b'].map((time) => ({ ...elasticsearch, time })),
      says('format', { expected: 'the name of a field', write: '@timestamp' }),
    ],
    [
      'a tenant',
      metrics.loki,
      ['', 'a/b', 'a b', ' a', 'a\n', 'a'.repeat(151)].map((tenant) => ({ ...loki, tenant })),
      says('format', { expected: 'the id of a tenant', write: 'team-a' }),
    ],
    [
      'a user',
      metrics.loki,
      ['', 'a:b', 'a b', 'a\n', 'a'.repeat(151)].map((user) => ({ ...loki, user })),
      says('format', { expected: 'the name of a user, without a colon', write: '123456' }),
    ],
  ])('has %s where one belongs', (_, schema, wrong, message) => {
    expect(wrong.map((written) => messageOf(schema, written))).toEqual(wrong.map(() => message));
  });

  test('has a user who is a number or a name, and nothing else', () => {
    expect(metrics.loki.safeParse({ ...loki, user: true }).success).toBe(false);
    expect(metrics.loki.parse({ ...loki, tenant: "a.b!*'()|-_1" })).toMatchObject({ tenant: "a.b!*'()|-_1" });
  });
});
