import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Application, Sync } from '@backout/argocd';
import { applicationOf, sourceOf, synced } from '@backout/argocd/testing';
import { openGit, readAdvertisement } from '@backout/gitops';
import { type Instant, instant, milliseconds, type Sha, UserError } from '@backout/incident';
import type { NamedApplication } from '@backout/policy';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awaitSync } from './await-sync.ts';

let folder: string;
let repository: Repository;
/** Five commits of the branch: checkout's, except the third, which is another application's. */
let commits: Sha[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'await-sync-'));
  repository = await createRepository(join(folder, 'r.git'));
  commits = [];
  for (const application of ['checkout', 'checkout', 'payments', 'checkout', 'checkout']) {
    const files = { [`apps/${application}/values.yaml`]: String(commits.length) };
    commits.push(await repository.commit({ files }));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const commit = (index: number) => commits[index] as Sha;
const begin = Date.UTC(2026, 10, 20, 14, 0, 0);
const everyMs = 10_000;

interface Scripted {
  readonly revision: Sha | null;
  readonly previousRevision?: Sha | null;
  readonly branch?: string | null;
  /** At each time that it is asked; the last one stays. */
  readonly answers: readonly (readonly number[] | Answer | 'down')[];
}

/** What Argo CD has synced, by index of the commit, and how the sync after that stands. */
interface Answer extends Partial<Application> {
  readonly synced: readonly number[];
}

async function wait({ revision, previousRevision = null, branch = null, answers }: Scripted) {
  const asked: boolean[] = [];
  const said: string[] = [];
  let now = begin;
  const read = async ({ refresh = false } = {}) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(refresh);
    if (answer === 'down') throw new UserError('argocd-unreadable', 'Argo CD cannot be reached');
    const { synced, ...state } = 'synced' in answer ? answer : { synced: answer };
    return applicationOf(synced.map(syncOf), state);
  };
  await using git = await openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });
  const ended = awaitSync({
    ...{ git, read, everyMs, atLeastMs: 240_000 },
    event: { revision, previousRevision },
    application: {
      name: 'checkout',
      argocd: 'checkout',
      paths: ['apps/checkout'],
    } as unknown as NamedApplication,
    remote: await readAdvertisement(git, branch),
    clock: {
      now: () => instant(now),
      sleepUntil: async (at) => {
        now = at;
      },
    },
    log: (line) => said.push(line),
  });
  const result = await ended.then(
    (found) => ({ found, code: null, message: '' }),
    ({ code, message }: UserError) => ({ found: null, code, message }),
  );
  return { ...result, asked, said, waitedMs: now - begin };
}

/** One of some of its resources, by a person. */
function partly(index: number): NonNullable<Application['operation']> {
  const ended = { phase: 'Succeeded', selfHeal: false, dryRun: false, resources: [], retries: 0 } as const;
  return { ...syncOf(index), ...ended, partial: true };
}

function syncOf(index: number): Sync {
  const at = instant(begin + index * 1000) as Instant;
  return synced({ id: index, revision: commit(index), startedAt: at, finishedAt: at });
}

describe('a revision', () => {
  test('that Argo CD has synced is not waited for', async () => {
    const { found, asked, waitedMs } = await wait({ revision: commit(1), answers: [[0, 1]] });
    expect(found).toMatchObject({ revision: commit(1), previous: commit(0), notLive: null });
    expect([asked, waitedMs]).toEqual([[false], 0]);
  });

  test('that is not named is the newest sync', async () => {
    const { found } = await wait({ revision: null, answers: [[0, 1, 3]] });
    expect(found).toMatchObject({ revision: commit(3), previous: commit(1) });
  });

  test('that was just pushed is waited for: Argo CD is asked to compare once, and then read', async () => {
    const { found, asked, said, waitedMs } = await wait({
      revision: commit(1),
      answers: [[0], [0], [0], [0, 1]],
    });
    expect(found).toMatchObject({ revision: commit(1), previous: commit(0), notLive: null });
    expect(milliseconds(found?.startedAt as Instant)).toBe(begin + 1000);
    expect(asked).toEqual([false, true, false, false]);
    expect(waitedMs).toBe(2 * everyMs);
    expect(said).toEqual([expect.stringContaining(`until it has synced ${commit(1).slice(0, 12)}`)]);
  });

  test('is asked for again every minute: a request to compare may be forgotten', async () => {
    const answers = [...Array(9).fill([0]), [0, 1]];
    const { asked } = await wait({ revision: commit(1), answers });
    expect(asked.flatMap((compared, index) => (compared ? [index] : []))).toEqual([1, 7]);
  });

  test('is waited for while Argo CD cannot be read', async () => {
    const answers = [[0], 'down' as const, 'down' as const, [0], [0, 1]];
    const { found, asked } = await wait({ revision: commit(1), answers });
    expect(found).toMatchObject({ revision: commit(1) });
    // It is asked to compare until it has.
    expect(asked).toEqual([false, true, true, true, false]);
  });

  test('that brings nothing of the application is not waited for: Argo CD has nothing to run', async () => {
    const { found, waitedMs } = await wait({ revision: commit(2), answers: [[0, 1]] });
    expect(found).toMatchObject({ revision: commit(2), previous: commit(1), notLive: null });
    expect(waitedMs).toBe(0);
  });

  test('that was skipped for a newer one is superseded by it', async () => {
    const { found } = await wait({ revision: commit(1), answers: [[0, 3, 4]] });
    expect(found).toMatchObject({
      revision: commit(1),
      previous: commit(0),
      notLive: { kind: 'superseded', by: commit(3) },
    });
  });

  test('that is skipped while it is waited for is superseded as well', async () => {
    const { found } = await wait({ revision: commit(1), answers: [[0], [0], [0, 4]] });
    expect(found).toMatchObject({ notLive: { kind: 'superseded', by: commit(4) } });
  });

  describe('that cannot be synced', () => {
    const failing = (state: Partial<Application>) => ({ synced: [0], attempted: commit(1), ...state });
    const notLive = { notLive: { kind: 'sync-failed' } };
    const notYet = { code: 'revision-unknown', waitedMs: 15 * 60_000 };
    const watched = (state: Partial<Application>) =>
      wait({ revision: commit(1), answers: [[0], failing(state)] });

    test('is told as soon as Argo CD has given it up', async () => {
      const { found, waitedMs } = await watched({ failed: true });
      expect(found).toMatchObject({ ...notLive, revision: commit(1), previous: commit(0) });
      expect(waitedMs).toBe(0);
    });

    test('is told when it is retried for the second time', async () => {
      expect(await watched({ operating: true, retries: 1 })).toMatchObject(notYet);
      expect((await watched({ operating: true, retries: 2 })).found).toMatchObject(notLive);
    });

    test('is told when a newer commit is tried that contains it, and not for an older one', async () => {
      expect((await watched({ failed: true, attempted: commit(3) })).found).toMatchObject(notLive);
      const older = { synced: [0], failed: true, attempted: commit(1) };
      expect(await wait({ revision: commit(3), answers: [[0], older] })).toMatchObject(notYet);
    });

    test('but was in the end is a deployment, however often it was tried', async () => {
      const done = { synced: [0, 1], attempted: commit(1), retries: 4 };
      const answers = [[0], failing({ operating: true, retries: 1 }), done];
      expect((await wait({ revision: commit(1), answers })).found).toMatchObject({ notLive: null });
      // A partial sync makes no entry in the history.
      expect(await watched({ retries: 4 })).toMatchObject(notYet);
    });

    test('because it cannot be compared is told after three looks: git may be away for one', async () => {
      const error = { synced: [0], comparisonError: true };
      const { found, waitedMs } = await wait({ revision: commit(1), answers: [[0], error] });
      expect(found).toMatchObject({ notLive: { kind: 'comparison-error' } });
      expect(waitedMs).toBe(2 * everyMs);
      const passing = [[0], error, error, [0], error, error, [0, 1]];
      expect((await wait({ revision: commit(1), answers: passing })).found).toMatchObject({ notLive: null });
    });
  });

  describe('of which somebody has synced some resources', () => {
    const part = (state: Partial<Application> = {}): Answer => ({
      ...{ synced: [0], sync: 'OutOfSync', attempted: commit(1), operation: partly(1), ...state },
    });
    const watched = (...answers: readonly Answer[]) =>
      wait({ revision: commit(1), answers: [[0], ...answers] });

    test('is told as partly live when the shortest watch is over, and not after a quarter of an hour', async () => {
      const { found, waitedMs } = await watched(part());
      expect(found).toMatchObject({
        ...{ revision: commit(1), previous: commit(0) },
        notLive: { kind: 'partly-synced' },
      });
      // It ended a second after the wait began.
      expect(waitedMs).toBe(250_000);
    });

    test('is watched where the rest is synced a minute later, in parts or in full', async () => {
      const minute = Array<Answer>(6).fill(part());
      const inFull = await watched(...minute, { synced: [0, 1] });
      expect(inFull.found).toMatchObject({ revision: commit(1), notLive: null });
      expect(inFull.waitedMs).toBe(60_000);
      const inParts = await watched(...minute, part({ sync: 'Synced' }));
      expect(inParts.found).toMatchObject({ revision: commit(1), notLive: null });
    });

    test.each<[string, () => Partial<Application>]>([
      ['another sync runs', () => ({ operating: true })],
      ['nothing can be compared', () => ({ sync: 'Unknown' })],
      ['it was of something older', () => ({ attempted: commit(0), operation: partly(0) })],
    ])('is waited for while %s', async (_, state) => {
      expect(await watched(part(state()))).toMatchObject({
        ...{ code: 'revision-unknown', waitedMs: 15 * 60_000 },
      });
    });

    test('is told at once where that was long ago', async () => {
      const operation = { ...partly(1), finishedAt: instant(begin - 300_000) };
      expect(await watched(part({ operation }))).toMatchObject({
        ...{ waitedMs: 0, found: { notLive: { kind: 'partly-synced' } } },
      });
    });
  });

  test('that is not synced in a quarter of an hour is given up, and what still runs is named', async () => {
    const { code, message, waitedMs } = await wait({ revision: commit(1), answers: [[0]] });
    expect(code).toBe('revision-unknown');
    expect(message).toMatch(new RegExp(`in 15 minutes; it still runs ${commit(0).slice(0, 12)}`));
    expect(waitedMs).toBe(15 * 60_000);
  });

  test('older than all that Argo CD remembers is unknown', async () => {
    expect(await wait({ revision: commit(0), answers: [[3, 4]] })).toMatchObject({
      code: 'revision-unknown',
      message: expect.stringMatching(/is older than all syncs .* that Argo CD remembers/),
      waitedMs: 0,
    });
  });

  test('that never was is unknown as that', async () => {
    expect(await wait({ revision: 'f'.repeat(40) as Sha, answers: [[0]] })).toMatchObject({
      ...{ code: 'revision-unknown', waitedMs: 0 },
      message: expect.stringContaining('the repository has no such commit'),
    });
  });

  test('of a branch that was set back since is unknown as that', async () => {
    const files = { 'apps/checkout/values.yaml': 'gone' };
    const gone = await repository.commit({ branch: 'gone', from: commit(0), files });
    const live = { ...syncOf(0), revision: gone };
    expect(await wait({ revision: commit(4), answers: [{ synced: [], history: [live] }] })).toMatchObject({
      ...{ code: 'revision-unknown', waitedMs: 0 },
      message: expect.stringMatching(/which runs, is not in the history of .* force-pushed/),
    });
  });

  test('that is further away than can be looked through is not told as never synced', async () => {
    const line = Array.from(
      { length: 25_001 },
      (_, n) => `commit refs/heads/long\ncommitter d <d@e> ${n} +0000\ndata 0\n`,
    );
    await repository.import(`reset refs/heads/long\nfrom ${commit(4)}\n\n${line.join('')}done\n`);
    const far = await repository.tip('long');
    const after = { ...syncOf(4), revision: far };
    const told = async (revision: Sha, history: readonly Sync[], branch: string | null) =>
      (await wait({ revision, branch, answers: [{ synced: [], history }] })).message;
    const [old, now] = [commit(4), far].map((sha) => sha.slice(0, 12));
    expect(await told(far, [syncOf(4)], 'long')).toBe(
      `${now} is more than 25,000 commits after ${old}, which runs`,
    );
    expect(await told(commit(4), [after], null)).toBe(
      `${now}, which runs, is more than 25,000 commits after ${old}`,
    );
  });

  test('that was synced again at once with other parameters is the sync that the event is about', async () => {
    const tagged = (id: number, revision: Sha, values: string) => ({
      ...syncOf(id),
      ...{ revision, sources: [sourceOf({ helm: { values } })] },
    });
    const history = [tagged(0, commit(0), 'v1'), tagged(1, commit(1), 'v1'), tagged(2, commit(1), 'v2')];
    const answers = [{ synced: [], history }];
    const first = await wait({ revision: commit(1), previousRevision: commit(0), answers });
    expect([milliseconds(first.found?.startedAt as Instant), first.said]).toEqual([begin + 1000, []]);
    const untold = await wait({ revision: commit(1), answers });
    expect(milliseconds(untold.found?.startedAt as Instant)).toBe(begin + 2000);
    expect(untold.said).toEqual([
      expect.stringContaining('went live 2 times: the newest of these is watched'),
    ]);
  });

  test('of another branch is unknown at once', async () => {
    const files = { 'apps/checkout/values.yaml': 'other' };
    const other = await repository.commit({ branch: 'other', from: commit(4), files });
    const { code, message, waitedMs } = await wait({ revision: other, answers: [[3, 4]] });
    expect([code, waitedMs]).toEqual(['revision-unknown', 0]);
    expect(message).toMatch(/not on the branch "main"/);
  });

  test('of an application without a history has nothing known before it', async () => {
    for (const revision of [commit(1), null])
      expect(await wait({ revision, answers: [[]] })).toMatchObject({ code: 'history-too-short' });
  });

  test("that is not named is not in git where somebody's local manifests run", async () => {
    const local = synced({ id: 5, revision: null, from: 'local', startedAt: null, finishedAt: null });
    const answers = [{ synced: [], history: [syncOf(0), syncOf(1), local] }];
    expect(await wait({ revision: null, answers })).toMatchObject({
      code: 'not-in-git',
      message: expect.stringContaining('sync the application from git again'),
    });
  });

  test('cannot be looked up where Argo CD is down at the start', async () => {
    expect(await wait({ revision: commit(1), answers: ['down'] })).toMatchObject({
      code: 'argocd-unreadable',
    });
  });
});
