import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, isSameRepository, spelledAddress } from './address.ts';

const ours = 'https://github.com/acme/gitops';

describe('an address of a repository', () => {
  test.each([
    'https://github.com/acme/gitops',
    'https://github.com/acme/gitops.git',
    'https://github.com/acme/gitops/',
    'https://github.com/acme/gitops.git/',
    'https://github.com:443/acme/gitops',
    'http://github.com/acme/gitops',
    'http://github.com:80/acme/gitops',
    'https://GitHub.com/Acme/GitOps.git',
    'https://github.com//acme/gitops',
    'https://x-access-token:secret@github.com/acme/gitops',
    'git@github.com:acme/gitops.git',
    'github.com:acme/gitops',
    'git@github.com:/acme/gitops',
    'git@GITHUB.com:ACME/gitops/',
    'ssh://git@github.com/acme/gitops.git',
    'ssh://git@github.com:22/acme/gitops',
    'ssh://git@ssh.github.com:443/acme/gitops.git',
    'ssh://github.com:2222/acme/gitops',
    ' https://github.com/acme/gitops ',
    ' git@github.com:acme/gitops.git ',
  ])('%s is ours', (url) => {
    expect(isSameRepository(url, ours)).toBe(true);
    expect(isSameRepository(ours, url)).toBe(true);
  });

  test.each([
    'https://github.com/acme/gitops-old',
    'https://github.com/acme/old-gitops',
    'https://github.com/cme/gitops',
    'https://github.com/acme/team/gitops',
    'https://github.com/gitops',
    'https://github.com/acme/gitops/wiki',
    'https://github.com/acme/gitopsXgit',
    'https://github.example.com/acme/gitops',
    'https://github.com.example.com/acme/gitops',
    'https://gitlab.com/acme/gitops',
    'https://github.com:8443/acme/gitops',
    'git@gitlab.com:acme/gitops.git',
    'git@example.com:github.com/acme/gitops',
    'https://github.com@example.com/acme/gitops',
    'ssh://git@ssh.github.com.example.com/acme/gitops',
    'ssh://git@github.com:acme/gitops',
    'acme/gitops',
    '/srv/git/acme/gitops',
    './github.com:acme/gitops',
    'file:///acme/gitops',
    'git@github.com:acme/gitops\nx',
    '',
  ])('%j is not', (url) => {
    expect(isSameRepository(url, ours)).toBe(false);
    expect(isSameRepository(ours, url)).toBe(false);
  });

  test('has a port that counts between web addresses alone', () => {
    const local = 'http://127.0.0.1:3000/acme/gitops';
    expect(isSameRepository('http://127.0.0.1:3001/acme/gitops', local)).toBe(false);
    expect(isSameRepository('ssh://git@127.0.0.1:2222/acme/gitops', local)).toBe(true);
    expect(isSameRepository('ssh://git@127.0.0.1:2222/a/b', 'ssh://git@127.0.0.1:22/a/b')).toBe(true);
  });

  test('ends with .git, and may have it within', () => {
    expect(isSameRepository('https://github.com/acme/x.github.io', 'https://github.com/acme/xhub.io')).toBe(
      false,
    );
    expect(addressOf('git@github.com:acme/x.github.io.git')?.path).toBe('acme/x.github.io');
  });

  test('that is none is the same as nothing', () => {
    expect(isSameRepository('/srv/gitops', '/srv/gitops')).toBe(false);
    expect(addressOf('word')).toBeNull();
    expect(addressOf('https://')).toBeNull();
    expect(isSameRepository('file:///srv/gitops', 'file:///srv/gitops')).toBe(false);
  });

  test.each([
    ['https://user:secret@GitHub.com/acme/gitops.git', 'github.com/acme/gitops'],
    ['http://127.0.0.1:3000/acme/gitops', '127.0.0.1:3000/acme/gitops'],
    ['ssh://git@github.com:2222/acme/gitops', 'github.com/acme/gitops'],
    ['oci://registry.example.com/charts/web', 'registry.example.com/charts/web'],
    ['/srv/git/gitops', '/srv/git/gitops'],
    ['me@nowhere', 'nowhere'],
    ['charts/web@1.2.0', 'charts/web@1.2.0'],
  ])('%s is told as %s', (url, told) => {
    expect(spelledAddress(url)).toBe(told);
  });

  test('is one repository in all its spellings, and another owner or name is another', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
    const spellings = (repository: string) => [
      `https://git.example.com/${repository}`,
      `https://robot@git.example.com/${repository}.git/`,
      `git@git.example.com:${repository}.git`,
      `ssh://git@git.example.com:7999/${repository.toUpperCase()}`,
    ];
    const property = fc.property(name, name, name, (owner, one, other) => {
      const all = spellings(`${owner}/${one}`);
      for (const a of all) for (const b of all) expect(isSameRepository(a, b)).toBe(true);
      for (const a of all)
        for (const b of spellings(`${owner}/${other}`)) expect(isSameRepository(a, b)).toBe(one === other);
    });
    fc.assert(property, { seed: 614, numRuns: 50 });
  });
});
