import type { Sync } from '@backout/argocd';
import { applicationOf, minute, sourceOf, synced } from '@backout/argocd/testing';
import type { Sha } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { findSync } from './find-sync.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;

type Entry = Partial<Sync> & Pick<Sync, 'revision'>;

/** One a minute, from 14:00 on. */
const syncs = (...entries: readonly Entry[]) =>
  entries.map((entry, id) => synced({ id, startedAt: minute(id), finishedAt: minute(id), ...entry }));

const event = { revision: sha('b'), previousRevision: null };
const find = (...entries: readonly Entry[]) => findSync(applicationOf(syncs(...entries)), event);
const at = (...digits: readonly string[]) => digits.map((digit) => ({ revision: sha(digit) }));

const tagged = (tag: string) => ({
  sources: [sourceOf({ helm: { parameters: [{ name: 'image.tag', value: tag }] } })],
});
const local: Entry = { revision: null, from: 'local' };

describe('when a revision went live', () => {
  test('is told by the history, with what ran before', () => {
    expect(find(...at('a', 'b'))).toMatchObject({ previous: sha('a'), startedAt: minute(1), others: [] });
  });

  test('is its first sync, when somebody synced it again by hand', () => {
    expect(find(...at('a', 'b', 'b', 'b'))).toMatchObject({ previous: sha('a'), startedAt: minute(1) });
  });

  test('is its newest time, when another revision ran in between', () => {
    expect(find(...at('b', 'a', 'b'))).toMatchObject({ previous: sha('a'), startedAt: minute(2) });
  });

  test('is the sync that brought other parameters, which are no commit', () => {
    const found = find(
      { revision: sha('a'), ...tagged('v1') },
      { revision: sha('b'), ...tagged('v1') },
      { revision: sha('b'), ...tagged('v2') },
      { revision: sha('b'), ...tagged('v2') },
    );
    expect(found).toMatchObject({ revision: sha('b'), previous: sha('b'), startedAt: minute(2) });
    expect(found?.others).toEqual([
      {
        kind: 'parameters',
        source: 'github.com/acme/gitops: apps/checkout',
        field: 'helm.parameters.image.tag',
        from: 'v1',
        to: 'v2',
      },
    ]);
  });

  test('is the sync that the event is about, where what ran before tells that', () => {
    const history = syncs(
      { revision: sha('a'), ...tagged('v1') },
      { revision: sha('b'), ...tagged('v1') },
      { revision: sha('b'), ...tagged('v2') },
      { revision: sha('b'), ...tagged('v2') },
    );
    const after = (previousRevision: Sha | null) => {
      const asked = { revision: sha('b'), previousRevision };
      return findSync(applicationOf(history), asked)?.startedAt;
    };
    expect(after(sha('a'))).toBe(minute(1));
    expect(after(sha('b'))).toBe(minute(2));
    // Nothing chooses what Argo CD has not synced.
    for (const other of [sha('f'), null]) expect(after(other)).toBe(minute(2));
  });

  test('is that one as well where another revision ran in between', () => {
    const history = syncs(...at('a', 'b', 'c', 'b'));
    const after = (previousRevision: Sha) =>
      findSync(applicationOf(history), { revision: sha('b'), previousRevision })?.startedAt;
    expect(after(sha('a'))).toBe(minute(1));
    expect(after(sha('c'))).toBe(minute(3));
  });

  test('is told with the parameters that came in the same sync', () => {
    const found = find({ revision: sha('a'), ...tagged('v1') }, { revision: sha('b'), ...tagged('v2') });
    expect(found).toMatchObject({ previous: sha('a'), others: [{ from: 'v1', to: 'v2' }] });
  });

  test('goes back over local manifests to the commit before them, and tells of them', () => {
    const found = find(...at('a'), local, ...at('b'));
    expect(found).toMatchObject({ previous: sha('a'), startedAt: minute(2) });
    expect(found?.others).toMatchObject([{ kind: 'local-sync' }]);
  });

  test('is told where the sync left no entry', () => {
    const [before, operation] = syncs(...at('a', 'b'));
    if (before === undefined || operation === undefined) throw new Error('two were made');
    const ended = { phase: 'Succeeded', selfHeal: false, dryRun: false, resources: [], retries: 0 } as const;
    const seen = { operation: { ...operation, ...ended, partial: true }, revision: sha('b') };
    expect(findSync(applicationOf([before], seen), event)).toMatchObject({
      ...{ previous: sha('a'), startedAt: minute(1) },
    });
  });

  test('is told with what Argo CD said of the objects, while it was the newest', () => {
    const [p, b] = syncs(...at('a', 'b'));
    if (p === undefined || b === undefined) throw new Error('two were made');
    const object = { kind: 'Deployment', sync: 'OutOfSync', health: null, requiresPruning: false } as const;
    const seen = (startedAt: typeof b.startedAt, count = 1) => {
      const ids = Array.from({ length: count }, (_, index) => `apps/Deployment/shop/web-${index}`);
      const touched = ids.map((id) => ({ id, changed: true, kept: false }));
      const ended = { phase: 'Succeeded', selfHeal: false, dryRun: false, retries: 0 } as const;
      const operation = { ...b, ...ended, startedAt, partial: false, resources: touched };
      const application = applicationOf([p, b], {
        operation,
        resources: ids.map((id) => ({ ...object, id })),
      });
      return findSync(application, event)?.before;
    };
    expect(seen(b.startedAt)).toEqual({
      touched: [{ id: 'apps/Deployment/shop/web-0', changed: true, kept: false }],
      outOfOrder: ['apps/Deployment/shop/web-0'],
      degraded: [],
    });
    expect(seen(minute(9))).toBeNull();
    expect(seen(b.startedAt, 50)?.touched).toHaveLength(50);
    expect(seen(b.startedAt, 51)).toBeNull();
  });

  test('keeps the syncs up to it', () => {
    expect(find(...at('a', 'b', 'b', 'c'))?.syncs.map(({ id }) => id)).toEqual([0, 1]);
  });

  test.each([
    [null, false],
    [{} as never, true],
  ])('says whether a hydrator writes what is synced', (hydrator, hydrated) => {
    const application = applicationOf(syncs(...at('a', 'b')), { hydrator });
    expect(findSync(application, event)?.hydrated).toBe(hydrated);
  });

  test('a revision that was never synced in full has none', () => {
    expect(find(...at('a', 'c'))).toBeNull();
  });
});

const refused = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('what ran before', () => {
  const first = syncs(...at('b'));

  test('is nothing for the first deployment of an application that was just made', () => {
    const seen = applicationOf(first, { createdAt: minute(0) });
    expect(() => findSync(seen, event)).toThrow(refused('no-previous-revision'));
  });

  test('is not known where Argo CD keeps too little', () => {
    expect(() => find(...at('b'))).toThrow(refused('history-too-short', 'the next deployment is watched'));
    expect(() => findSync(applicationOf(first, { historyLimit: 1 }), event)).toThrow(
      refused('history-too-short', 'set its revisionHistoryLimit (1) to 2 or more'),
    );
  });

  test('is not known where only local manifests are before it', () => {
    expect(() => find(local, ...at('b'))).toThrow(refused('history-too-short'));
  });

  test('is not told where Argo CD does not say when', () => {
    const untimed = { revision: sha('b'), startedAt: null, finishedAt: null };
    expect(() => find(...at('a'), untimed)).toThrow(refused('argocd-unreadable'));
  });
});
