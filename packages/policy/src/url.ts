import { z } from 'zod';
import { says } from './mistakes/says.ts';

const clusterInternal = /(?:^localhost|^127(?:\.\d+){3}|^\[::1\]|\.svc|\.svc\.cluster\.local)$/;

/** A host and a port: the address of something inside a cluster, which seldom has a certificate. */
const hostAndPort = /^[\w.-]+:\d{1,5}(?:\/|$)/;

/** @returns what is wrong with an address, null where nothing is */
function wrongAddress(written: string): string | null {
  if (hostAndPort.test(written)) return says('address-scheme');
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:\/\//i.test(written)) return says('address');
  if (url.username !== '' || url.password !== '') return says('address-credentials');
  const isPrivate = url.protocol === 'https:' || clusterInternal.test(url.hostname);
  return isPrivate ? null : says('address-plain');
}

/**
 * Where a token goes: https, or plain http on loopback and inside a cluster, where many Prometheus and Argo CD
 * servers have no certificate. Credentials do not belong into a policy that everyone can read.
 */
export const ProviderUrl = z
  .string({ error: says('address') })
  .meta({ format: 'uri', pattern: '^https?://' })
  .superRefine((written, context) => {
    const message = wrongAddress(written.trim());
    if (message !== null) context.addIssue({ code: 'custom', message, input: written });
  })
  .transform((url) => url.trim().replace(/\/+$/, ''));
