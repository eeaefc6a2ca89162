import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { parseApplication } from '../application.ts';
import { application, at, charts, entry, gitops, sha } from '../testing/answers.ts';
import { liveSyncs, unknownSince } from './live.ts';

const [p, b, c] = [sha('a'), sha('b'), sha('c')];
const some = [{ kind: 'ConfigMap', name: 'web' }];
const started = '2026-11-20T14:01:00.000Z';

interface Ended {
  readonly phase?: string;
  readonly revision?: string;
  readonly resources?: readonly object[];
  readonly source?: object;
  readonly sync?: object;
  readonly retryCount?: number;
  readonly startedAt?: string | null;
  /** What the application is compared as. */
  readonly status?: object;
}

/** P is in the history; then an operation syncs B. */
function after(ended: Ended) {
  const { phase = 'Succeeded', revision = b, resources, source = gitops, sync, retryCount } = ended;
  const { status = { status: 'Synced', revision: b }, startedAt = at(60) } = ended;
  const operationState = {
    ...{ phase, startedAt, finishedAt: at(65), retryCount },
    operation: { initiatedBy: { username: 'ann' }, sync: { revision, source, resources, ...sync } },
  };
  const history = [entry(0, 0, { revision: p })];
  return application({ status: { history, operationState, sync: status } });
}

const live = (ended: Ended) => liveSyncs(after(ended)).map(({ revision }) => revision);
const unknown = (ended: Ended) => unknownSince(after(ended));

describe('what is live and not in the history', () => {
  test('is what a sync of the differing resources brought', () => {
    const found = after({ resources: some });
    expect(liveSyncs(found)).toEqual([
      ...found.history,
      {
        ...{ id: null, startedAt: started, finishedAt: '2026-11-20T14:01:05.000Z' },
        initiatedBy: { username: 'ann', automated: false },
        ...{ from: 'sources', revision: b, partial: true },
        sources: [{ ...gitops, chart: null, ref: null, parameters: {}, revision: b, ours: true }],
      },
    ]);
    expect(unknownSince(found)).toBeNull();
  });

  test('is that whatever the tip is by now, as long as nothing differs', () => {
    expect(live({ resources: some, status: { status: 'Synced', revision: c } })).toEqual([p, b]);
  });

  test('is that as well where another parameter or source came with the same commit', () => {
    const helm = { parameters: [{ name: 'image.tag', value: 'v2' }] };
    expect(live({ resources: some, revision: p, source: { ...gitops, helm } })).toEqual([p, p]);
    expect(live({ resources: some, source: charts })).toEqual([p, null]);
  });

  test.each<[string, Ended]>([
    ['a full sync, which has its entry', {}],
    ['a self-heal of what was live', { resources: some, revision: p }],
    ['a dry run', { resources: some, sync: { dryRun: true } }],
    ['one that failed', { resources: some, phase: 'Failed' }],
    ['one that runs', { resources: some, phase: 'Running' }],
    ['one after which the rest differs', { resources: some, status: { status: 'OutOfSync', revision: b } }],
    ['one after which nothing can be compared', { resources: some, status: { status: 'Unknown' } }],
  ])('is nothing after %s', (_, ended) => {
    expect(live(ended)).toEqual([p]);
  });

  test('is told where there is no history at all', () => {
    const found = { ...after({ resources: some }), history: [] };
    expect(liveSyncs(found).map(({ revision }) => revision)).toEqual([b]);
  });

  test('is nothing where there was no operation', () => {
    const found = application({ status: { history: [entry(0, 0, { revision: p })] } });
    expect([liveSyncs(found).length, unknownSince(found)]).toEqual([1, null]);
  });
});

describe('what is live is not known', () => {
  const failed = { since: started, why: 'sync-failed' };

  test.each<[string, Ended, object | null]>([
    ['a sync of something else failed', { phase: 'Failed' }, failed],
    ['it could not be carried out', { phase: 'Error' }, failed],
    ['a part of it failed', { phase: 'Failed', resources: some }, failed],
    [
      'it failed, and nothing differs',
      { phase: 'Failed', status: { status: 'Synced', revision: b } },
      failed,
    ],
    ['it is tried again', { phase: 'Running', retryCount: 1 }, failed],
    ['it is ended while it is tried again', { phase: 'Terminating', retryCount: 2 }, failed],
    [
      'some of it was synced, and the rest differs',
      { resources: some, status: { status: 'OutOfSync', revision: b } },
      { since: started, why: 'partly-synced' },
    ],
    [
      'some of it was synced, and nothing can be compared',
      { resources: some, status: { status: 'Unknown' } },
      { since: started, why: 'partly-synced' },
    ],
    [
      'it failed at a time that is not told',
      { phase: 'Failed', startedAt: null },
      { ...failed, since: null },
    ],
    ['local manifests failed', { phase: 'Failed', revision: p, sync: { manifests: ['{}'] } }, failed],
    ['it failed without naming what it was', { phase: 'Failed', sync: { revision: undefined } }, failed],
    [
      'it failed with another parameter',
      { phase: 'Failed', revision: p, source: { ...gitops, helm: { values: 'a' } } },
      failed,
    ],
  ])('after %s', (_, ended, expected) => {
    expect(unknown(ended)).toEqual(expected);
  });

  test.each<[string, Ended]>([
    ['what is live was synced again, and failed', { phase: 'Failed', revision: p }],
    ['a dry run failed', { phase: 'Failed', sync: { dryRun: true } }],
    ['a sync has just begun', { phase: 'Running' }],
    ['a sync ended well', { status: { status: 'OutOfSync', revision: c } }],
    [
      'a self-heal ended well, and something newer differs',
      { resources: some, revision: p, status: { status: 'OutOfSync', revision: c } },
    ],
  ])('not after %s', (_, ended) => {
    expect(unknown(ended)).toBeNull();
  });

  test('is told of a real Argo CD', () => {
    const of = (name: string) => {
      const json = fixtureJson(`argocd-api/${name}.json`);
      const server = 'http://127.0.0.1:28080';
      return parseApplication(json, { server, repository: 'acme/fx21600', branch: null });
    };
    expect(unknownSince(of('16-manual-partial-sync'))).toMatchObject({ why: 'partly-synced' });
    expect(unknownSince(of('19-sync-failed'))).toMatchObject({ why: 'sync-failed' });
    expect(unknownSince(of('20-sync-retrying'))).toMatchObject({ why: 'sync-failed' });
    for (const name of [
      '02-synced-healthy-deployment',
      '07-degraded',
      '11-operation-running',
      '17-manual-rollback',
    ]) {
      expect(unknownSince(of(name)), name).toBeNull();
      expect(liveSyncs(of(name)), name).toEqual(of(name).history);
    }
  });
});
