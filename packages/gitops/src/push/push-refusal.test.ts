import { describe, expect, test } from 'vitest';
import { pushRefusal } from './push-refusal.ts';

const commit = '4031d40a8f403e401bbd2f2c29e4c9a1f7a2d401';
const to = 'To http://127.0.0.1:40312/acme/gitops';
const stale = `${to}\n!\t${commit}:refs/heads/main\t[rejected] (stale info)\nDone\n`;

/** What git prints of a push of branch and lock of which the server declines the branch. */
const declined = (reason: string) =>
  `${to}\n!\t${commit}:refs/heads/main\t[remote rejected] (${reason})\n!\t${commit}:refs/backout/reverts/k\t[remote rejected] (atomic push failure)\nDone\n`;

const remote = (...lines: string[]) => lines.map((line) => `remote: ${line}        \n`).join('');
const forbidden = (status = 403, repository = 'acme/gitops') =>
  `fatal: unable to access 'https://github.com/${repository}/': The requested URL returned error: ${status}\n`;

const rules = (...violations: string[]) =>
  remote(
    'error: GH013: Repository rule violations found for refs/heads/main.',
    'Review all repository rules at https://github.com/acme/gitops/rules?ref=refs%2Fheads%2Fmain',
    '',
    ...violations.flatMap((violation) => [`- ${violation}`, '']),
  );
const protection = (...reasons: string[]) =>
  remote('error: GH006: Protected branch update failed for refs/heads/main.', ...reasons);

const byRules = declined('push declined due to repository rule violations');
const byBranch = declined('protected branch hook declined');
const byHook = declined('pre-receive hook declined');

const secret = remote(
  'error: GH013: Repository rule violations found for refs/heads/main.',
  '',
  '- GITHUB PUSH PROTECTION',
  '  —————————————————————————————————————————',
  '    Resolve the following violations before pushing again',
  '',
  '    - Push cannot contain secrets',
  '',
  '     (?) Learn how to resolve a blocked push',
  '     https://docs.github.com/code-security/secret-scanning/working-with-secret-scanning-and-push-protection',
  '',
  '      —— GitHub Personal Access Token ——————————————————————',
  '       locations:',
  '         - commit: 6f7d3ee9f9d5c6a3f1b0d8f3d6a3b5c1e2f4a7b8',
  '           path: apps/checkout/values.yaml:7',
  '',
  '       (?) To push, remove secret from commit(s) or follow this URL to allow the secret.',
  '       https://github.com/acme/gitops/security/secret-scanning/unblock-secret/2abcDEF',
);

describe('what a push that failed means', () => {
  test.each([
    ['a lost race whose commit id and address hold the digits of a status', stale, ''],
    ['a ref that moved under the push', '', `error: cannot lock ref 'refs/heads/main': is at ${commit}`],
    ['a ref that moved, as the server reports it', declined('cannot lock ref'), ''],
    ['a transaction of the server that lost', declined('atomic transaction failed'), ''],
    ['a ref that somebody made first', declined('reference already exists'), ''],
    ['nothing that was said', '', ''],
  ])('%s is a race, and tried again', (_, stdout, stderr) => {
    expect(pushRefusal({ code: 1, stdout, stderr })).toBeNull();
  });

  test.each([
    ['a gateway', forbidden(502)],
    // actions/checkout#1432, sansan0/TrendRadar#502
    ['too many requests', forbidden(429)],
    [
      'too many requests, in the middle',
      'error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429',
    ],
    // GitHub's secondary limits come with a 403: peter-evans/create-pull-request#855
    [
      'a secondary limit',
      `${remote('You have exceeded a secondary rate limit. Please wait a few minutes')}${forbidden()}`,
    ],
    // desktop/desktop#21250, isaacs/github#1741
    ['a fault of the server', `${remote('Internal Server Error')}${declined('Internal Server Error')}`],
    [
      'a server that does not report',
      `${to}\n!\t${commit}:refs/heads/main\t[remote failure] (remote failed to report status)`,
    ],
    [
      'a connection that ends',
      'error: RPC failed; curl 56 Recv failure\nsend-pack: unexpected disconnect while reading sideband packet\nfatal: the remote end hung up unexpectedly',
    ],
    [
      'a name that is not resolved',
      "fatal: unable to access 'https://github.com/a/b/': Could not resolve host: github.com",
    ],
    [
      'a handshake that fails',
      "fatal: unable to access 'https://github.com/a/b/': schannel: server closed abruptly, TLS handshake",
    ],
    ['a git that was ended', 'no answer for 60 s'],
  ])('%s is no answer: the server is busy', (_, stderr) => {
    expect(pushRefusal({ code: 128, stdout: '', stderr })).toBe('busy');
  });

  test.each([
    // blinkfox/hexo-theme-matery#916: the number is that of any rule
    ['secret-blocked', secret, byRules, 'apps/checkout/values.yaml:7'],
    // the older form: redhat-appstudio/application-service#404
    [
      'secret-blocked',
      remote('error GH009: Secrets detected! This push failed.', '', '  GITHUB PUSH PROTECTION'),
      byHook,
      null,
    ],
    // desktop/dugite#92, AlexandreMeslin/ENG4021#14
    [
      'email-private',
      remote('error: GH007: Your push would publish a private email address.'),
      declined('push declined due to email privacy restrictions'),
      'GH007: Your push would publish a private email address.',
    ],
    // git-lfs/git-lfs#6330, a rule's own limit: github/roadmap#939; git's receive.maxInputSize: gitgitgadget/git#1158
    [
      'file-too-large',
      remote(
        "error: File a.zip is 301.74 MB; this exceeds GitHub's file size limit of 100.00 MB",
        'error: GH001: Large files detected.',
      ),
      byHook,
      "File a.zip is 301.74 MB; this exceeds GitHub's file size limit of 100.00 MB / GH001: Large files detected.",
    ],
    [
      'file-too-large',
      remote('fatal: pack exceeds maximum allowed size (2.00 GiB)'),
      declined('unpacker error'),
      'pack exceeds maximum allowed size (2.00 GiB)',
    ],
    // go-gitea/gitea#31162
    [
      'lfs-object-missing',
      remote('error: GH008: Your push referenced at least 1 unknown Git LFS object:', `    ${commit}`),
      byHook,
      `GH008: Your push referenced at least 1 unknown Git LFS object: / ${commit}`,
    ],
    // the same number as a secret's: git-lfs/git-lfs#4787
    [
      'hook-declined',
      remote('error: GH009: Git LFS object integrity could not be checked. Please contact GitHub support.'),
      byHook,
      'GH009: Git LFS object integrity could not be checked. Please contact GitHub support.',
    ],
    // Limourli-liu/daily_fudan#1; with a personal token: nus-cs2103-AY2324S2/forum#825
    [
      'workflow-scope-missing',
      '',
      declined(
        'refusing to allow a GitHub App to create or update workflow `.github/workflows/main.yml` without `workflows` permission',
      ),
      'refusing to allow a GitHub App to create or update workflow `.github/workflows/main.yml` without `workflows` permission',
    ],
    [
      'workflow-scope-missing',
      '',
      declined(
        'refusing to allow an OAuth App to create or update workflow `.github/workflows/a.yml` without `workflow` scope',
      ),
      'refusing to allow an OAuth App to create or update workflow `.github/workflows/a.yml` without `workflow` scope',
    ],
    [
      'signature-required',
      rules('Commits must have verified signatures.'),
      byRules,
      'GH013: Repository rule violations found for refs/heads/main. / Commits must have verified signatures.',
    ],
    [
      'signature-required',
      protection('error: Commits must have valid signatures.'),
      byBranch,
      'GH006: Protected branch update failed for refs/heads/main. / Commits must have valid signatures.',
    ],
    // dependabot/dependabot-core#1864
    [
      'linear-history-required',
      rules('This branch must not contain merge commits.'),
      byRules,
      'GH013: Repository rule violations found for refs/heads/main. / This branch must not contain merge commits.',
    ],
    [
      'linear-history-required',
      protection('error: This branch must not contain merge commits.'),
      byBranch,
      'GH006: Protected branch update failed for refs/heads/main. / This branch must not contain merge commits.',
    ],
    // DSACMS/repo-scaffolder#342, xingguangcuican6666/ABK#150
    [
      'token-cannot-bypass',
      rules('Changes must be made through a pull request.'),
      byRules,
      'GH013: Repository rule violations found for refs/heads/main. / Changes must be made through a pull request.',
    ],
    [
      'token-cannot-bypass',
      rules('Cannot update this protected ref.'),
      byRules,
      'GH013: Repository rule violations found for refs/heads/main. / Cannot update this protected ref.',
    ],
    ['token-cannot-bypass', '', byRules, 'push declined due to repository rule violations'],
    // dbt-labs/dbt-utils#886, reactive/data-client#1016, foundry-rs/block-explorers#110
    [
      'branch-protected',
      protection('error: Changes must be made through the merge queue'),
      byBranch,
      'GH006: Protected branch update failed for refs/heads/main. / Changes must be made through the merge queue',
    ],
    [
      'branch-protected',
      protection('error: 7 of 7 required status checks are expected.'),
      byBranch,
      'GH006: Protected branch update failed for refs/heads/main. / 7 of 7 required status checks are expected.',
    ],
    ['branch-protected', '', byBranch, 'protected branch hook declined'],
    // renovatebot/renovate#9802
    [
      'branch-protected',
      remote('error: GH003: Sorry, force-pushing to main is not allowed.'),
      byHook,
      'GH003: Sorry, force-pushing to main is not allowed.',
    ],
    // astral-sh/uv#10779, desktop/desktop#819, ad-m/github-push-action#143
    [
      'ref-not-allowed',
      remote('error: GH002: Sorry, branch or tag names consisting of 40 hex characters are not allowed.'),
      byHook,
      'GH002: Sorry, branch or tag names consisting of 40 hex characters are not allowed.',
    ],
    [
      'ref-not-allowed',
      remote('error: GH005: Sorry, refs longer than 255 bytes are not allowed.'),
      byHook,
      'GH005: Sorry, refs longer than 255 bytes are not allowed.',
    ],
    ['ref-not-allowed', '', declined('deny updating a hidden ref'), 'deny updating a hidden ref'],
    // metamath/set.mm#1531
    ['shallow-refused', '', declined('shallow update not allowed'), 'shallow update not allowed'],
    // ministryofjustice/operations-engineering#4904; in two lines: Mergifyio/mergify#1145
    [
      'sso-required',
      `${remote("The 'acme' organization has enabled or enforced SAML SSO.", 'To access this repository, you must re-authorize the OAuth Application.')}${forbidden()}`,
      '',
      "The 'acme' organization has enabled or enforced SAML SSO. / To access this repository, you must re-authorize the OAuth Application.",
    ],
    // the words of the API, aquasecurity/trivy#10567; those of git were not found
    [
      'address-not-allowed',
      `${remote('the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.')}${forbidden()}`,
      '',
      'the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
    ],
    // github/site-policy#1258, desktop/dugite#264
    [
      'account-suspended',
      `${remote('Your account is suspended. Please visit https://support.github.com for more information.')}${forbidden()}`,
      '',
      'Your account is suspended. Please visit https://support.github.com for more information.',
    ],
    [
      'account-suspended',
      `${remote('Your account is disabled. Please see https://github.com/account/billing')}${forbidden()}`,
      '',
      'Your account is disabled. Please see https://github.com/account/billing',
    ],
    // googleapis/repo-automation-bots#2671
    [
      'repository-archived',
      `${remote('This repository was archived so it is read-only.')}${forbidden()}`,
      '',
      'This repository was archived so it is read-only.',
    ],
    // github/docs#6862
    [
      'repository-disabled',
      `${remote("Repository `acme/gitops' is disabled.", 'Please ask the owner to check their account.')}${forbidden()}`,
      '',
      "Repository `acme/gitops' is disabled. / Please ask the owner to check their account.",
    ],
    // anshumanbh/git-all-secrets#18; of a maintenance no words of git's were found
    [
      'repository-read-only',
      `${remote('Access to this repository has been disabled while it is being migrated.')}${forbidden()}`,
      '',
      'Access to this repository has been disabled while it is being migrated.',
    ],
    [
      'repository-read-only',
      `${remote('The server is in maintenance mode.')}${forbidden(503)}`,
      '',
      'The server is in maintenance mode.',
    ],
    // desktop/desktop#11436
    [
      'over-quota',
      remote('error: This repository is over its data quota.'),
      byHook,
      'This repository is over its data quota.',
    ],
    // a company's own hook on a GitHub Enterprise Server
    [
      'hook-declined',
      remote('Jira: the message names no ticket'),
      byHook,
      'Jira: the message names no ticket',
    ],
    ['hook-declined', '', byHook, 'pre-receive hook declined'],
    [
      'token-cannot-push',
      `${remote('Permission to acme/gitops.git denied to robin.')}${forbidden()}`,
      '',
      'Permission to acme/gitops.git denied to robin.',
    ],
    // aai-institute/practical-ai-act#11
    [
      'token-cannot-push',
      `${remote('Write access to repository not granted.')}${forbidden()}`,
      '',
      'Write access to repository not granted.',
    ],
    [
      'token-cannot-push',
      "fatal: Authentication failed for 'https://github.com/acme/gitops/'",
      '',
      "Authentication failed for 'https://github.com/acme/gitops/'",
    ],
    [
      'push-refused',
      remote('GH099: On Fridays nobody pushes.'),
      declined('push declined'),
      'GH099: On Fridays nobody pushes.',
    ],
    ['push-refused', '', declined('the moon is full'), 'the moon is full'],
  ])('%s is for good', (code, stderr, stdout, said) => {
    expect(pushRefusal({ code: 1, stdout, stderr })).toEqual({ code, said });
  });

  test.each(['acme/maintenance', 'acme/tls-certificates', 'acme/archived', 'acme/429'])(
    'the name of a repository, %s, means nothing',
    (repository) => {
      const stderr = `${remote(`Permission to ${repository}.git denied to robin.`)}${forbidden(403, repository)}`;
      expect(pushRefusal({ code: 128, stdout: '', stderr })).toMatchObject({ code: 'token-cannot-push' });
    },
  );

  test('is nothing where it went well, whatever the server remarks', () => {
    const stderr = 'remote: Bypassed rule violations for refs/heads/main: GH006: Protected branch';
    expect(pushRefusal({ code: 0, stdout: '', stderr })).toBeNull();
  });
});

describe('the words of the server', () => {
  test('are one line, cut, in which nothing is a command of the runner', () => {
    const stderr = remote('::error::x', `\u001b[31mred\u001b[0m ${'long '.repeat(200)}`);
    const refused = pushRefusal({ code: 1, stdout: byHook, stderr });
    const said = typeof refused === 'object' ? (refused?.said ?? '') : '';
    expect(said).toMatch(/^: : ?error: : ?x \/ \[31mred \[0m long long/);
    expect([...said]).toHaveLength(200);
  });

  test('about a secret are where it is, and never how to let it through', () => {
    const refused = pushRefusal({ code: 1, stdout: byRules, stderr: secret });
    expect(JSON.stringify(refused)).not.toMatch(/unblock|https/);
  });
});
