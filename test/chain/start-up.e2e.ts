import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
