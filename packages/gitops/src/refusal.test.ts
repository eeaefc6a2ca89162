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
