import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { says } from './mistakes/says.ts';
import { ProviderUrl } from './url.ts';

const read = (written: unknown) => {
  const parsed = ProviderUrl.safeParse(written);
  return parsed.success ? parsed.data : parsed.error.issues.map(({ message }) => message);
};

describe('the address of a provider', () => {
  test.each([
    ['https://prometheus.example.com', 'https://prometheus.example.com'],
    [' https://prometheus.example.com/api// ', 'https://prometheus.example.com/api'],
    ['HTTPS://prometheus.example.com', 'HTTPS://prometheus.example.com'],
    ['http://localhost:9090', 'http://localhost:9090'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://127.10.20.30', 'http://127.10.20.30'],
    ['http://[::1]:9090', 'http://[::1]:9090'],
    ['http://prometheus.monitoring.svc', 'http://prometheus.monitoring.svc'],
    ['http://prometheus.monitoring.svc.cluster.local', 'http://prometheus.monitoring.svc.cluster.local'],
  ])('%s is one', (written, address) => {
    expect(read(written)).toBe(address);
  });

  test.each([
    'http://prometheus.example.com',
    'http://notlocalhost',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://evil127.0.0.1.example',
    'http://128.0.0.1',
    'http://[::2]',
    'http://prometheus.svc.example.com',
    'http://prometheus.monitoring.svc.cluster.local.example.com',
    'http://prometheus.svc.cluster.localhost.example.com',
  ])('%s is not reached without TLS', (written) => {
    expect(read(written)).toEqual([says('address-plain')]);
  });

  test.each([
    '',
    'prometheus',
    'ftp://prometheus.example.com',
    'see https://prometheus.example.com',
    7,
    null,
  ])('%j is none', (written) => {
    expect(read(written)).toEqual([says('address')]);
  });

  test.each(['https://ann@prometheus.example.com', 'https://:secret@prometheus.example.com'])(
    '%s has credentials in it',
    (written) => {
      expect(read(written)).toEqual([says('address-credentials')]);
    },
  );
});

test('editors know it as an address', () => {
  expect(z.toJSONSchema(ProviderUrl, { io: 'input' })).toMatchObject({
    format: 'uri',
    pattern: '^https?://',
  });
});
