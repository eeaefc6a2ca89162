import type { Sync } from '@backout/argocd';
import type { Instant, Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { findSync } from './read-sync.ts';
import { synced } from './testing/synced.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

const read = (...revisions: Sha[]) =>
  findSync(
    revisions.map((revision, id): Sync => {
      const at = `2026-11-20T14:0${id}:00.000Z` as Instant;
      return synced({ id, revision, startedAt: at, finishedAt: at });
    }),
    sha('b'),
  );

describe('when a revision went live', () => {
  test('is told by the history, with what ran before', () => {
    expect(read(sha('a'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:01:00.000Z',
    });
  });

  test('is its first sync, when somebody synced it again by hand', () => {
    expect(read(sha('a'), sha('b'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:01:00.000Z',
    });
  });

  test('is its newest time, when another revision ran in between', () => {
    expect(read(sha('b'), sha('a'), sha('b'))).toMatchObject({
      previous: sha('a'),
      startedAt: '2026-11-20T14:02:00.000Z',
    });
  });

  test('for the first deployment there is nothing before', () => {
    expect(() => read(sha('b'))).toThrow(expect.objectContaining({ code: 'no-previous-revision' }));
  });

  test('is not told where Argo CD does not say when', () => {
    const at = '2026-11-20T14:00:00.000Z' as Instant;
    const history = [
      synced({ id: 0, revision: sha('a'), startedAt: at, finishedAt: at }),
      synced({ id: 1, revision: sha('b'), startedAt: null, finishedAt: null }),
    ];
    expect(() => findSync(history, sha('b'))).toThrow(expect.objectContaining({ code: 'argocd-unreadable' }));
  });

  test('what was live before is not looked for beyond a sync of no commit', () => {
    const at = '2026-11-20T14:00:00.000Z' as Instant;
    const history = [sha('a'), null, sha('b')].map((revision, id) =>
      synced({ id, revision, startedAt: at, finishedAt: at }),
    );
    expect(() => findSync(history, sha('b'))).toThrow(
      expect.objectContaining({ code: 'no-previous-revision' }),
    );
  });

  test('a revision that was never synced in full has none', () => {
    expect(read(sha('a'), sha('c'))).toBeNull();
  });
});
