import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { gitignore, isGitignorePattern } from './gitignore.ts';

const folder = mkdtempSync(join(tmpdir(), 'gitignore-'));
const environment = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };
const run = (args: string[], input = '') =>
  spawnSync('git', args, { cwd: folder, env: environment, input, encoding: 'utf8' });
run(['init', '--quiet']);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What git itself would ignore, by an ignore file at the root of a repository in which none of the paths exists. */
function ignoredByGit(patterns: readonly string[], paths: readonly string[]): string[] {
  writeFileSync(join(folder, '.gitignore'), `${patterns.join('\n')}\n`);
  const { stdout } = run(['check-ignore', '--no-index', '-z', '--stdin'], `${paths.join('\0')}\0`);
  return stdout.split('\0').filter((path) => path !== '');
}

const name = fc.constantFrom(
  'a',
  'b',
  'ab',
  'a.tf',
  'b.tf',
  '.a',
  'a b',
  'a\nb',
  '(a)',
  'ü',
  '[a]',
  '#a',
  '!a',
  '\ue000',
);
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
const part = fc.constantFrom(
  ...['a', 'b', 'ab', '*', '**', '*.tf', '?', 'a*', '[ab]', '[!a]', '[[:alpha:]]', '.a', 'a\\ b', '\\(a)'],
  ...['ü', '\\[a\\]', '\\#a', '\\!a', '*b', '[a-b]*', '\ue000', '[]a]'],
);
const body = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
const pattern = fc
  .tuple(fc.constantFrom('', '', '!'), fc.constantFrom('', '/'), body, fc.constantFrom('', '', '/'))
  .map((parts) => parts.join(''))
  .filter(isGitignorePattern);

describe('paths are covered as git ignores them', () => {
  const given = [
    fc.array(pattern, { minLength: 1, maxLength: 4 }),
    fc.uniqueArray(path, { minLength: 30, maxLength: 60 }),
  ] as const;

  test('nothing that git would ignore slips through', () => {
    fc.assert(
      fc.property(...given, (patterns, paths) => {
        const covers = gitignore(patterns);
        expect(ignoredByGit(patterns, paths).filter((one) => covers(one) === null)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('nothing else is covered, but what a pattern for all that is in it covers', () => {
    fc.assert(
      fc.property(...given, (patterns, paths) => {
        const covers = gitignore(patterns);
        const covered = paths.filter((one) => {
          const rule = patterns[covers(one) ?? -1];
          return rule !== undefined && !/\/(?:\*\*)?$/.test(rule);
        });
        const byGit = new Set(ignoredByGit(patterns, paths));
        expect(covered.filter((one) => !byGit.has(one))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a pattern', () => {
  test.each([
    '*.tf',
    '/a',
    'a/',
    '!a',
    '**',
    '[a]',
    '[]a]',
    '[!]]',
    '[[:alpha:]x]',
    '\\#a',
    '\\!a',
    'a\\ b',
    '//a',
    '!**',
    '**/a',
    'a/**/b',
    'ü',
    '(',
    'a]',
  ])('%s can be read', (text) => {
    expect(isGitignorePattern(text)).toBe(true);
  });

  test.each([
    '',
    '!',
    '/',
    '!/',
    '//',
    '#a',
    '!!a',
    '! a',
    '[a',
    '[',
    '[]',
    '[!]',
    '[[:alpha:]',
    '[[:x:]]',
    'a\\',
    'a\nb',
    'a\tb',
    '!kind:Secret',
    'a**/b',
    'a/**.yaml',
    '***',
    '!a**',
    '*a*b*c*',
    '**/a/**/b/**/c/**',
  ])('%j would cover nothing, or something else than was meant', (text) => {
    expect(isGitignorePattern(text)).toBe(false);
  });
});
