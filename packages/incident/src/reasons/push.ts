import type { Reasons } from './facts.ts';

/** What the server said, in its own words. */
const said = { said: 'name?' } as const;

/** Why a server takes no push of ours, now or later: trying again changes nothing, a person can. */
export const pushRefusals = {
  'token-cannot-push': said,
  'token-cannot-bypass': said,
  'branch-protected': said,
  'signature-required': said,
  'linear-history-required': said,
  'secret-blocked': said,
  'email-private': said,
  'file-too-large': said,
  'lfs-object-missing': said,
  'workflow-scope-missing': said,
  'sso-required': said,
  'address-not-allowed': said,
  'account-suspended': said,
  'repository-archived': said,
  'repository-disabled': said,
  'repository-read-only': said,
  'over-quota': said,
  'ref-not-allowed': said,
  'shallow-refused': said,
  'hook-declined': said,
  'push-refused': said,
} as const satisfies Reasons;
