import type { pushRefusals } from '@backout/incident';

type Refused = Extract<
  keyof typeof pushRefusals,
  | 'sso-required'
  | 'address-not-allowed'
  | 'account-suspended'
  | 'repository-archived'
  | 'repository-disabled'
  | 'repository-read-only'
>;

/** What a server says of whoever asks, and of the repository, to a push and mostly to a fetch as well. */
export const accessRefused: readonly [pattern: RegExp, code: Refused][] = [
  [/SAML SSO|single sign-on|re-authorize the (?:OAuth|GitHub)/i, 'sso-required'],
  [/IP allow list|IP address is not permitted|IP address is not allowed/i, 'address-not-allowed'],
  [/account (?:is|was|has been) (?:suspended|disabled|locked|flagged)/i, 'account-suspended'],
  [/(?:was|is|has been) archived/i, 'repository-archived'],
  [
    /disabled while it is being migrated|locked for migration|maintenance|read-?only (?:mode|at the moment)|(?:is|are) (?:currently |temporarily )?read-?only/i,
    'repository-read-only',
  ],
  [/(?:repository|access to) .*\b(?:is|has been) (?:disabled|blocked)/i, 'repository-disabled'],
];

/** Addresses, refs, paths and repositories are named by people: `acme/maintenance` is not in maintenance. */
export function withoutNames(output: string): string {
  return output.replace(/\S*\/\S*/g, '…');
}

/** Too many requests, or a server that is broken; a status stands where git writes one. */
const broken =
  /(?:returned error:|HTTP) (?:429|5\d\d)\b|rate limit|too many requests|abuse detection|internal server error|unpacker error|failed to report status|service unavailable|bad gateway/i;

/** What git says itself of a way that ended too early. */
const noWay =
  /^(?:fatal|error|send-pack|curl)\b.*(?:hung up unexpectedly|unexpected disconnect|early EOF|expected 'packfile'|RPC failed; curl|could not resolve|failed to connect|couldn't connect|connection (?:refused|reset|timed out)|timed? ?out|empty reply|SSL|TLS|certificate|from proxy after CONNECT)|^no answer for \d/im;

/** Whether an answer is none: the same may be allowed a moment later. @param text without names */
export function isAway(text: string): boolean {
  return broken.test(text) || noWay.test(text);
}
