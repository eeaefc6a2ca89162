import { describe, expect, test } from 'vitest';
import { pushRefusal } from './push-refusal.ts';

const commit = '4031d40a8f403e401bbd2f2c29e4c9a1f7a2d401';
const stale = `To http://127.0.0.1:40312/acme/gitops\n!\t${commit}:refs/heads/main\t[rejected] (stale info)\nDone\n`;

describe('what a push that failed means', () => {
  test.each([
    ['a lost race whose commit id and address hold the digits of a status', stale, ''],
    ['a ref that moved under the push', '', `error: cannot lock ref 'refs/heads/main': is at ${commit}`],
    ['a server that is busy', '', 'fatal: unable to access: The requested URL returned error: 502'],
  ])('%s is tried again', (_, stdout, stderr) => {
    expect(pushRefusal({ code: 1, stdout, stderr })).toBeNull();
  });

  test.each([
    ['fatal: unable to access: The requested URL returned error: 403', 'token-cannot-push'],
    ['remote: Permission to acme/gitops.git denied to robin.', 'token-cannot-push'],
    ["fatal: Authentication failed for 'https://github.com/acme/gitops/'", 'token-cannot-push'],
    ['remote: error: GH006: Protected branch update failed for refs/heads/main.', 'branch-protected'],
    ['remote: error: GH013: Repository rule violations found', 'token-cannot-bypass'],
    ['remote: error: GH013: …\nremote: - Commits must have verified signatures.', 'signature-required'],
  ])('%s is for good', (stderr, code) => {
    expect(pushRefusal({ code: 1, stdout: stale, stderr })).toBe(code);
  });

  test('is nothing where it went well, whatever the server remarks', () => {
    const stderr = 'remote: Bypassed rule violations for refs/heads/main: GH006: Protected branch';
    expect(pushRefusal({ code: 0, stdout: '', stderr })).toBeNull();
  });
});
