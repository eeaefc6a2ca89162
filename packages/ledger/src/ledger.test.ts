import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Git, openGit, readAdvertisement } from '@backout/gitops';
import type { Digest, IncidentId, Instant, Repository as Name, RevertKey, Sha } from '@backout/incident';
import { createRepository, type Repository } from '@backout/world/repository';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEntry } from './append.ts';
import type { Entry, RevertIntent } from './entry.ts';
import { intentOf, type Ledger, readLedgers, revertRefs } from './read.ts';
import { incidentRef, revertRef } from './refs.ts';
import { returnsBadValue } from './returned.ts';
import { writeEntry } from './write.ts';

let folder: string;
let repository: Repository;
let tip: Sha;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  repository = await createRepository(join(folder, 'r.git'));
  tip = await repository.commit({ files: { a: '1' } });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = () => openGit({ url: `file://${repository.directory}`, token: null, scratch: folder });

const key = 'a'.repeat(40) as RevertKey;
const common = {
  v: 1,
  incident: 'inc_0123456789abcdef' as IncidentId,
  at: '2026-11-20T14:02:42.000Z' as Instant,
  stage: 'revert',
  codes: ['within-limits'],
  gitops: 'acme/gitops' as Name,
  branch: 'main',
  application: 'checkout',
  environment: 'production',
  actor: { kind: 'workflow', repository: 'acme/gitops', runId: '1', attempt: 1 },
} satisfies Partial<Entry>;

function intent(): RevertIntent {
  const digest = 'b'.repeat(64) as Digest;
  return {
    type: 'revert.intent',
    ...common,
    key,
    from: tip,
    to: tip,
    reverts: [tip],
    commit: tip,
    parent: tip,
    tree: tip,
    switch: 'not-stopped',
    digests: { inputs: digest, policy: digest },
  };
}
function ledgerOf(entry: RevertIntent): Ledger {
  return { ref: 'r', head: entry.commit, damaged: false, entries: [{ sha: entry.commit, entry }] };
}

const recovery: Entry = {
  type: 'recovery',
  ...common,
  stage: 'verify',
  outcome: 'recovered',
  recoveredAt: null,
};

describe('the ledger', () => {
  test('is a chain of commits on one ref, oldest first, without files', async () => {
    const ref = revertRef(key);
    {
      await using git = await open();
      const entry = await writeEntry(git, intent(), null, tip);
      await git.read('push', '--quiet', 'origin', `${entry}:${ref}`);
      expect(await appendEntry(git, { ref, entry: recovery, objectFormat: tip })).not.toBeNull();
    }
    await using git = await open();
    const { refs } = await readAdvertisement(git, 'main');
    const [ledger] = await readLedgers(git, revertRefs(refs));
    expect(ledger).toMatchObject({ ref, damaged: false, head: refs.get(ref) });
    expect(ledger?.entries.map(({ entry }) => entry)).toEqual([intent(), recovery]);
    expect(ledger && intentOf(ledger)).toEqual(intent());
    expect((await repository.git('ls-tree', '-r', ref)).trim()).toBe('');
  });

  test('takes the same entry of the same incident once, however often the stage runs', async () => {
    const ref = incidentRef('inc_1111111111111111' as IncidentId);
    await using git = await open();
    const first = await appendEntry(git, { ref, entry: recovery, objectFormat: tip });
    expect(
      await appendEntry(git, {
        ref,
        entry: { ...recovery, at: '2026-11-20T15:00:00.000Z' as Instant },
        objectFormat: tip,
      }),
    ).toBe(first);
    expect((await repository.git('rev-list', '--count', ref)).trim()).toBe('1');
  });

  test('loses nothing when several append at once', async () => {
    const ref = incidentRef('inc_2222222222222222' as IncidentId);
    const incidents = ['1', '2', '3', '4'].map((digit) => `inc_${digit.repeat(16)}` as IncidentId);
    await Promise.all(
      incidents.map(async (incident) => {
        await using git = await open();
        expect(
          await appendEntry(git, { ref, entry: { ...recovery, incident }, objectFormat: tip }),
        ).not.toBeNull();
      }),
    );
    expect((await repository.git('rev-list', '--count', ref)).trim()).toBe('4');
  });

  test('is appended to an own entry without a look, and to what came after it if something did', async () => {
    const ref = incidentRef('inc_3333333333333333' as IncidentId);
    const by = (digit: string) => ({ ...recovery, incident: `inc_${digit.repeat(16)}` as IncidentId });
    await using git = await open();
    const onto = await appendEntry(git, { ref, entry: by('1'), objectFormat: tip });
    const commands: string[] = [];
    const spied: Git = {
      ...git,
      run: (...args) => {
        commands.push(String(args[0]));
        return git.run(...args);
      },
    };
    if (onto === null) throw new Error('nothing was appended');
    expect(await appendEntry(spied, { ref, entry: by('2'), objectFormat: tip, onto })).not.toBeNull();
    expect(commands).toEqual(['push']);
    expect(await appendEntry(git, { ref, entry: by('3'), objectFormat: tip, onto })).not.toBeNull();
    expect((await repository.git('rev-list', '--count', ref)).trim()).toBe('3');
    const again = await appendEntry(git, { ref, entry: by('3'), objectFormat: tip, onto });
    expect(again).toBe((await repository.git('rev-parse', ref)).trim());
  });

  test('tells when what a revert took back is put there again, whatever else changed', async () => {
    const image = (tag: string, label: string) => ({
      'app/a.yaml': `image: acme/web:${tag}\nlabel: ${label}\n`,
    });
    await repository.commit({ files: image('good', 'x') });
    const bad = await repository.commit({ files: image('bad', 'x') });
    const back = await repository.commit({ files: image('good', 'x') });
    const labelled = await repository.commit({ files: image('good', 'y') });
    const again = await repository.commit({ files: image('bad', 'y') });
    const better = await repository.commit({ files: image('better', 'y') });
    await using git = await open();
    await git.read('fetch', '--quiet', 'origin', 'main');
    const ledgers = [ledgerOf({ ...intent(), reverts: [bad], parent: bad, commit: back })];
    const returns = (commit: Sha, application = 'checkout') =>
      returnsBadValue(git, { application, commit, paths: ['app'] }, ledgers);
    expect(await returns(again)).toBe('yes');
    for (const commit of [back, labelled, better, bad]) expect(await returns(commit)).toBe('no');
    expect(await returns(again, 'payments')).toBe('no');
    expect(await returnsBadValue(git, { application: 'checkout', commit: again, paths: ['app'] }, null)).toBe(
      'unknown',
    );
  });

  test('one revert whose value is there again is enough, whatever is unknown of others', async () => {
    const bad = await repository.commit({ files: { 'app/b': 'bad' } });
    const back = await repository.commit({ files: { 'app/b': 'good' } });
    const again = await repository.commit({ files: { 'app/b': 'bad', other: '2' } });
    await using git = await open();
    await git.read('fetch', '--quiet', 'origin', 'main');
    const known = ledgerOf({ ...intent(), reverts: [bad], parent: bad, commit: back });
    const gone = '1'.repeat(40) as Sha;
    const unknown = ledgerOf({
      ...intent(),
      at: '2026-11-21T14:00:00.000Z' as Instant,
      parent: gone,
      commit: gone,
    });
    const landed = { application: 'checkout', commit: again, paths: ['app'] };
    expect(await returnsBadValue(git, landed, [known, unknown])).toBe('yes');
    expect(await returnsBadValue(git, { ...landed, commit: back }, [known, unknown])).toBe('unknown');
    expect(await returnsBadValue(git, { ...landed, commit: back }, [known])).toBe('no');
  });

  test.each([
    ['was force-pushed away', 'fatal: remote error: upload-pack: not our ref 0123'],
    ['cannot be fetched now', 'error: RPC failed; HTTP 502'],
  ])('what a revert took back that %s is unknown', async (_, stderr) => {
    await using git = await open();
    const failing: Git = { ...git, run: async () => ({ code: 128, stdout: '', stderr }) };
    const landed = { application: 'checkout', commit: '2'.repeat(40) as Sha, paths: ['app'] };
    expect(await returnsBadValue(failing, landed, [ledgerOf(intent())])).toBe('unknown');
  });

  test.each([
    ['something that is no entry', 'hello'],
    ['an entry of another version', JSON.stringify({ v: 2, type: 'revert.intent' })],
  ])('with %s in it is damaged and names no revert', async (_, message) => {
    const ref = revertRef('c'.repeat(40) as RevertKey);
    const commit = (
      await repository.git('commit-tree', '-m', message, `${tip}^{tree}`).catch(() => '')
    ).trim();
    const forged = commit === '' ? await repository.commit({ branch: 'forged', files: {}, message }) : commit;
    await repository.git('update-ref', ref, forged);
    await using git = await open();
    const [ledger] = await readLedgers(git, new Map([[ref, forged as Sha]]));
    expect(ledger?.damaged).toBe(true);
    expect(ledger && intentOf(ledger)).toBeNull();
    await repository.git('update-ref', '-d', ref);
  });
});
