import type { pushRefusals } from '@backout/incident';
import type { Sentences } from '../facts.ts';

/** What the server refused, and what a person can do about it. Nobody is told to let a secret through. */
export const pushing = {
  'token-cannot-push': heard(
    'the token may not push to the branch: give it "contents: write", or use the writer App',
  ),
  'token-cannot-bypass': heard(
    'a ruleset protects the branch and the token may not bypass it: add the writer App to its bypass list',
  ),
  'branch-protected': heard('the branch is protected against the push: allow the writer App to push to it'),
  'signature-required': heard('the branch takes signed commits only, and the revert would not be signed'),
  'linear-history-required': heard(
    'the branch takes no merge commits, and the push would bring one: allow the writer App to push to it',
  ),
  'secret-blocked': ({ said }) =>
    `the revert would bring back a secret${said ? ` (${said})` : ''}, and push protection blocks it: replace the secret, and roll back by hand without it`,
  'email-private': heard(
    'the revert names an e-mail address that its account keeps private: let the token be of an App, or let that account permit such pushes in its e-mail settings',
  ),
  'file-too-large': heard(
    'the revert would bring back a file that is larger than the server takes: roll back by hand without that file, or keep it in Git LFS',
  ),
  'lfs-object-missing': heard(
    'the revert would bring back a file whose content Git LFS does not have: push that content with "git lfs push --all"',
  ),
  'workflow-scope-missing': heard(
    'the revert changes a workflow, which the token may not, and is not given to it: roll back by hand',
  ),
  'sso-required': heard(
    'the organization asks for single sign-on, and the token is not authorized for it: authorize the token, or use the writer App',
  ),
  'address-not-allowed': heard(
    'the organization has an IP allow list and the runner is not on it: run the job on a runner that is, or add its address',
  ),
  'account-suspended': heard(
    'the account that the token belongs to is suspended: use the token of another, or have it restored',
  ),
  'repository-archived': heard(
    'the repository is archived, so nobody can push to it: unarchive it, or point Argo CD at the one that is in use',
  ),
  'repository-disabled': heard(
    'the repository is disabled, so nobody can push to it: its owner has to ask the support of the server',
  ),
  'repository-read-only': heard(
    'the server takes no pushes at the moment, for its maintenance or a migration: run the job again when that is over',
  ),
  'over-quota': heard('the repository or its account is over its quota: make room, or have the quota raised'),
  'ref-not-allowed': heard(
    'the server takes no ref of that name: allow the names of the branch and of "refs/backout/*"',
  ),
  'shallow-refused': heard(
    'the server takes no push from a shallow repository: let it, with "receive.shallowUpdate"',
  ),
  'hook-declined': heard(
    'a hook of the server declined the push: do what it asks for, or have it let the writer App through',
  ),
  'push-refused': heard('the server refused the push for a reason that backout does not know'),
} satisfies Sentences<keyof typeof pushRefusals>;

function heard(sentence: string): (facts: { readonly said?: string }) => string {
  return ({ said }) => (said ? `${sentence}; the server said ${said}` : sentence);
}
