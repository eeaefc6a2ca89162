import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Verified } from '@backout/incident';
import { openRepository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../tools/root.ts';
import type { Result } from './result.ts';
import type { ScenarioName } from './scenarios.ts';

const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backout-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

async function play(name: ScenarioName): Promise<Result> {
  const args = [
    '--conditions=source',
    'test/demo/main.ts',
    '--scenario',
    name,
    '--json',
    '--folder',
    join(folder, name),
  ];
  const { stdout } = await run(process.execPath, args, { cwd: root });
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Result;
}

describe.concurrent('the demo', () => {
  test('race: reverts once, keeps the commit that a person pushed meanwhile, and leaves everything to look at', async ({
    expect,
  }) => {
    const { outcome, reverted, culprit, timings_ms: times, artifacts } = await play('race');
    expect({ outcome, reverted, pull: culprit?.pull }).toEqual({
      outcome: 'recovered',
      reverted: true,
      pull: 481,
    });
    expect(times.onset_to_decision).toBeLessThanOrEqual(30_000);
    expect(times.push_to_synced).not.toBeNull();

    const gitops = openRepository(artifacts.gitops);
    const subjects = (await gitops.git('log', '--format=%s', 'main')).trimEnd().split('\n');
    expect(subjects.filter((subject) => subject.startsWith('Revert "checkout'))).toHaveLength(1);
    expect(subjects).toContain('Say who is on call');
    expect(await gitops.git('show', 'main:docs/on-call.md')).toContain('Robin');
    expect((await gitops.git('rev-list', '--count', artifacts.ledger_ref ?? '')).trim()).toBe('3');

    const incident = Verified.parse(JSON.parse(await readFile(artifacts.incident, 'utf8')));
    expect(incident.recovery.outcome).toBe('recovered');
    expect(await readFile(artifacts.comment ?? '', 'utf8')).toContain(
      'Your change was rolled back in production',
    );
  });

  test('provider-down: asks a human and reverts nothing', async () => {
    const { outcome, reverted, culprit, artifacts } = await play('provider-down');
    expect({ outcome, reverted, culprit }).toEqual({
      outcome: 'provider-error',
      reverted: false,
      culprit: null,
    });
    expect(await readFile(join(folder, 'provider-down', 'issue.html'), 'utf8')).toContain('provider-gap');
    const subjects = await openRepository(artifacts.gitops).git('log', '--format=%s', 'main');
    expect(subjects).not.toContain('Revert');
  });

  test('spike: errors for four seconds after a good deployment revert nothing', async () => {
    const { outcome, reverted } = await play('spike');
    expect(['healthy', 'ambiguous']).toContain(outcome);
    expect(reverted).toBe(false);
  });
});
