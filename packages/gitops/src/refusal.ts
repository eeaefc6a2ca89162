import { UserError } from '@backout/incident';
import type { Output } from './git.ts';
import { accessRefused, withoutNames } from './server-words.ts';

const unknownCommit = /not our ref|no such remote ref|bad object|did not send all necessary objects/i;

type Refused = (typeof accessRefused)[number][1];

/** What a read that is refused needs; the server's own words are not repeated. */
const access = {
  'sso-required':
    'the organization asks for single sign-on, and the token is not authorized for it: authorize the token, or use an App',
  'address-not-allowed':
    'the organization has an IP allow list and the runner is not on it: run the job on a runner that is, or add its address',
  'account-suspended':
    'the account that the token belongs to is suspended or disabled: use the token of another, or have it restored',
  'repository-archived': 'the server says that the repository is archived; is it the one that is in use?',
  'repository-disabled':
    'the repository is disabled: its owner has to ask the support of the server, and to look at the billing',
  'repository-read-only':
    'the server is in maintenance, or the repository is being migrated: run the job again when that is over',
} satisfies Record<Refused, string>;

/**
 * First match wins. A status is only looked for where git writes one: in the address and in commit ids any three digits
 * may stand.
 */
const others: readonly [pattern: RegExp, message: string][] = [
  [
    /returned error: 429\b|rate limit|too many requests/i,
    'the server takes no more requests of ours for a while (rate limit): run the job again later',
  ],
  [
    /returned error: 407\b|from proxy after CONNECT|resolve proxy/i,
    'the proxy of the runner does not let git through: look at its "https_proxy" and "no_proxy"',
  ],
  [
    /(?:returned error:|HTTP) 5\d\d\b|internal server error|bad gateway|service unavailable/i,
    'the server is broken or overloaded at the moment: run the job again later',
  ],
  [
    /returned error: 40[13]\b|permission to .* denied|Authentication failed|could not read Username/i,
    'the token may not read the repository; it needs "contents: read" there',
  ],
  [
    /returned error: 30\d\b|redirect/i,
    'the server sends git to another address, where our token does not go; was the repository renamed or moved?',
  ],
  [
    /could not resolve/i,
    "the server's name cannot be resolved: look at the DNS of the runner, and at the address",
  ],
  [
    /SSL|TLS|certificate/i,
    "the server's certificate is not trusted, or the connection to it is not secure: give the runner the certificates of its network",
  ],
  [
    /not found|does not exist|returned error: 404\b/i,
    'there is no such repository, or the token may not see it',
  ],
  [
    /no answer for \d|timed? ?out|too slow/i,
    'the server did not answer in time: run the job again, and look at the network of the runner',
  ],
];

/** What a fetch or an `ls-remote` that failed means. */
export function refusal({ stderr, code }: Output): UserError {
  const text = withoutNames(stderr);
  if (unknownCommit.test(text)) {
    return new UserError('revision-unknown', 'the repository has no such commit; was it force-pushed away?');
  }
  const refused = accessRefused.find(([pattern]) => pattern.test(text))?.[1];
  const message =
    refused === undefined ? others.find(([pattern]) => pattern.test(text))?.[1] : access[refused];
  const unknown = `git could not reach the repository (exit code ${code})`;
  return new UserError('repository-unreadable', message ?? unknown);
}
