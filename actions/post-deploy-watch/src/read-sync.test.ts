import type { Argocd, Sync } from '@backout/argocd';
import type { Instant, Repository, Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { readSync } from './read-sync.ts';
import type { Request } from './request.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

function argocd(...revisions: Sha[]): Argocd {
  const history = revisions.map((revision, id): Sync => {
    const at = `2026-11-20T14:0${id}:00.000Z` as Instant;
    return { id, revision, startedAt: at, finishedAt: at };
  });
  return {
    application: async () => ({ history }) as never,
    windowBlocks: async () => false,
  };
}

const request = { repository: 'acme/gitops' as Repository, revision: sha('b') } as Request;
const read = (...revisions: Sha[]) => readSync(argocd(...revisions), 'checkout', request);

describe('when a revision went live', () => {
  test('is told by the history, with what ran before', async () => {
    expect(await read(sha('a'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:01:00.000Z',
    });
  });

  test('is its first sync, when somebody synced it again by hand', async () => {
    expect(await read(sha('a'), sha('b'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:01:00.000Z',
    });
  });

  test('is its newest time, when another revision ran in between', async () => {
    expect(await read(sha('b'), sha('a'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:02:00.000Z',
    });
  });

  test('for the first deployment there is nothing before', async () => {
    await expect(read(sha('b'))).rejects.toMatchObject({ code: 'no-previous-revision' });
  });

  test('a revision that was never synced in full is unknown', async () => {
    await expect(read(sha('a'), sha('c'))).rejects.toMatchObject({ code: 'revision-unknown' });
  });
});
