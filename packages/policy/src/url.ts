import { z } from 'zod';

const clusterInternal = /(?:^localhost|^127(?:\.\d+){3}|^\[::1\]|\.svc|\.svc\.cluster\.local)$/;

/**
 * Where a token goes: https, or plain http on loopback and inside a cluster, where many Prometheus and Argo CD
 * servers have no certificate. Credentials do not belong into a policy that everyone can read.
 */
export const ProviderUrl = z
  .url({ protocol: /^https?$/, error: 'expected an https address' })
  .refine(
    (url) => new URL(url).username === '' && new URL(url).password === '',
    'an address must not hold credentials',
  )
  .refine(
    (url) => new URL(url).protocol === 'https:' || clusterInternal.test(new URL(url).hostname),
    'plain http is accepted only on loopback and for *.svc names; use https',
  )
  .transform((url) => url.replace(/\/+$/, ''));
