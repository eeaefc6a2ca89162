import { expect, test } from 'vitest';
import { refusal } from './refusal.ts';

const unreachable = (url: string) =>
  `fatal: unable to access '${url}': Failed to connect to 127.0.0.1 port 40312: Connection refused`;

test.each([
  [unreachable('http://127.0.0.1:40312/acme/gitops/'), /could not reach/],
  [unreachable('http://127.0.0.1:40104/acme/permissions/'), /could not reach/],
  [
    "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403",
    /may not read/,
  ],
  ["fatal: Authentication failed for 'https://github.com/a/b/'", /may not read/],
  [
    "remote: Repository not found.\nfatal: repository 'https://github.com/a/b/' not found",
    /no such repository/,
  ],
])('%s', (stderr, says) => {
  expect(refusal({ code: 128, stdout: '', stderr })).toMatchObject({
    code: 'repository-unreadable',
    message: expect.stringMatching(says),
  });
});

const remote = (line: string) => `remote: ${line}\n`;
const answered = (status: number, repository = 'acme/gitops') =>
  `fatal: unable to access 'https://github.com/${repository}/': The requested URL returned error: ${status}`;
const failing = (why: string) => `fatal: unable to access 'https://github.com/acme/gitops/': ${why}`;

test.each([
  // The sources of these words stand beside the table of what is said to a push.
  [
    `${remote("The 'acme' organization has enabled or enforced SAML SSO.")}${answered(403)}`,
    /single sign-on/,
  ],
  [`${remote('the `acme` organization has an IP allow list enabled')}${answered(403)}`, /IP allow list/],
  [`${remote('Your account is suspended.')}${answered(403)}`, /suspended/],
  [
    `${remote('Your account is disabled. Please see https://github.com/account/billing')}${answered(403)}`,
    /disabled/,
  ],
  [`${remote("Repository `acme/gitops' is disabled.")}${answered(403)}`, /is disabled: its owner/],
  [
    `${remote('Access to this repository has been disabled while it is being migrated.')}${answered(403)}`,
    /migrated/,
  ],
  [answered(429), /rate limit/],
  ['error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429', /rate limit/],
  [`${remote('Internal Server Error')}${answered(500)}`, /broken or overloaded/],
  [answered(502), /broken or overloaded/],
  [answered(301), /renamed or moved/],
  [failing('Could not resolve host: github.com'), /DNS/],
  [failing('Could not resolve proxy: proxy.example'), /https_proxy/],
  [failing('Received HTTP code 407 from proxy after CONNECT'), /https_proxy/],
  [failing('CONNECT tunnel failed, response 502 from proxy after CONNECT'), /https_proxy/],
  [failing('server certificate verification failed. CAfile: none'), /certificate is not trusted/],
  [
    failing('SSL certificate problem: self signed certificate in certificate chain'),
    /certificate is not trusted/,
  ],
  [failing('Operation too slow. Less than 1000 bytes/sec transferred the last 20 seconds'), /in time/],
  ['no answer for 60 s', /in time/],
  [answered(403, 'acme/maintenance'), /may not read/],
  [answered(403, 'acme/ssl-certificates'), /may not read/],
])('%s is told as what it is', (stderr, says) => {
  expect(refusal({ code: 128, stdout: '', stderr })).toMatchObject({
    code: 'repository-unreadable',
    message: expect.stringMatching(says),
  });
});
