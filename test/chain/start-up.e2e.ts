import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSection } from '@backout/incident';
import { runAction } from '@backout/world/runner';
import { describe, expect, test } from 'vitest';
import { actions } from '../tools/bundles.ts';
import { root } from '../tools/root.ts';

const names = await actions();
const bundle = (name: string) => readFile(join(root, 'actions', name, 'dist/index.js'), 'utf8');

/** A string of the atomic push of branch and lock; nothing else of ours has it. */
const pushing = "'--porcelain', '--atomic'";

test('there are the five stages', () => {
  expect(names).toEqual([
    'attribute-regression',
    'post-deploy-watch',
    'report-incident',
    'revert-commit',
    'verify-recovery',
  ]);
});

describe.each(names)('the bundle of %s', (name) => {
  test('is under 2.5 MB', async () => {
    expect((await bundle(name)).length).toBeLessThan(2_500_000);
  });

  test('holds no SDK of a model', async () => {
    expect(await bundle(name)).not.toMatch(/anthropic|openai/i);
  });

  test('can push a revert only if it is the revert stage', async () => {
    expect((await bundle(name)).includes(pushing)).toBe(name === 'revert-commit');
  });

  test('says in one line what it lacks, and hands the stop over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backout-start-'));
    const run = await runAction(name, {}, { ...nowhere, folder });
    await rm(folder, { recursive: true });
    const code =
      name === 'post-deploy-watch' || name === 'report-incident' ? 'input-missing' : 'handover-lost';
    expect(run.code).toBe(1);
    expect(run.log).toEqual([
      expect.stringMatching(new RegExp(`^${code}: `)),
      `::error title=backout::${run.log[0]}`,
    ]);
    expect(decodeSection(run.outputs.section ?? '')).toMatchObject({ section: 'stop', body: { code } });
  });
});

test('a git that is too old is named before anything is asked of it', async () => {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'backout-start-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const git = join(folder, 'git');
  await writeFile(git, '#!/bin/sh\necho git version 2.30.1\n', { mode: 0o755 });
  const given = { application: 'checkout', revision: 'a'.repeat(40) };
  const job = { repository: 'acme/gitops', token: 'ghs_test', env: { PATH: folder } };
  const ended = await runAction('post-deploy-watch', given, { ...nowhere, ...job, folder });
  expect([ended.code, ended.log[0]]).toEqual([
    1,
    'unsupported-git: git 2.38 or newer is needed on the runner, and the one on the path says "git version 2.30.1"',
  ]);
  const stop = { code: 'unsupported-git', application: 'checkout' };
  expect(decodeSection(ended.outputs.section ?? '')).toMatchObject({ section: 'stop', body: stop });
});

/** A run in which nothing is there to be asked, and nothing is. */
const nowhere = {
  repository: '',
  serverUrl: 'http://127.0.0.1:9',
  apiUrl: 'http://127.0.0.1:9',
  graphqlUrl: 'http://127.0.0.1:9/graphql',
  token: '',
  runId: '1',
  event: { name: 'workflow_dispatch', payload: {} },
} as const;
