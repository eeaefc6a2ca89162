import { describe, expect, test } from 'vitest';
import { application, at, charts, entry, gitops, main, ours, sha } from './testing/answers.ts';

const [a, b] = [sha('a'), sha('b')];
const source = { ...gitops };

function refused(parts: Parameters<typeof application>[0], meant = ours): string {
  try {
    application(parts, meant);
    return 'nothing';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
}

describe('which source of an application is ours', () => {
  const tagged = { ...gitops, targetRevision: 'v1' };

  test('is told by repository and branch, in the history as well', () => {
    const sources = [tagged, gitops];
    const history = [
      entry(0, 0, { sources, revisions: [sha('f'), a] }),
      entry(1, 60, { sources, revisions: [sha('f'), b] }),
    ];
    const read = application({
      spec: { source: undefined, sources },
      status: { history, sync: { status: 'Synced', revisions: [sha('f'), b] } },
    });
    expect([read.revision, read.history.map(({ revision }) => revision)]).toEqual([b, [a, b]]);
    expect(read.tracked).toEqual(['main']);
  });

  test('is compared as it was when it was compared', () => {
    const comparedTo = { source: { repoURL: '' }, sources: [charts, gitops] };
    const sync = { status: 'Synced', comparedTo, revisions: [a, b] };
    expect(application({ spec: { source: gitops }, status: { sync } }).revision).toBe(b);
  });

  test('is never another one', () => {
    expect(refused({ spec: { source: charts } })).toBe(
      'application-unknown: the application "checkout" renders from "github.com/acme/charts", not from github.com/acme/gitops; correct its name in the policy, or the Application',
    );
    expect(
      refused({ spec: { source: { ...charts, repoURL: 'https://u:secret@git.example.com/acme/gitops' } } }),
    ).toBe(
      'application-unknown: the application "checkout" renders from "git.example.com/acme/gitops", not from github.com/acme/gitops; correct its name in the policy, or the Application',
    );
    expect(refused({ spec: { source: undefined } })).toMatch(/renders from no repository, not from/);
  });

  test('is not one that follows something else', () => {
    const expected =
      'application-unknown: the application "checkout" follows "v1", "HEAD" of github.com/acme/gitops, not the branch "release"; correct its name in the policy, or the Application';
    const sources = [charts, tagged, { ...gitops, targetRevision: '' }];
    const release = { ...ours, branch: { name: 'release', isDefault: false } };
    expect(refused({ spec: { source: undefined, sources } }, release)).toBe(expected);
    expect(refused({ spec: { source: undefined, sources: [charts, tagged] } })).toMatch(/follows "v1" of/);
  });

  test('follows all that it follows where the branch is not known', () => {
    const sources = [charts, tagged, gitops, { ...gitops, path: 'more' }];
    const anyBranch = { ...ours, branch: null };
    expect(application({ spec: { sources } }, anyBranch).tracked).toEqual(['v1', 'main']);
    expect(application({ spec: { source: { ...gitops, targetRevision: '' } } }, anyBranch).tracked).toEqual([
      'HEAD',
    ]);
  });
});

describe('an application', () => {
  test('tells where and since when it is, and how many syncs it remembers', () => {
    expect(application()).toMatchObject({
      ...{ name: 'checkout', namespace: 'argocd', createdAt: '2026-11-20T14:00:00.000Z' },
      ...{ historyLimit: 10, history: [], operation: null, hydrator: null },
    });
    expect(application({ spec: { revisionHistoryLimit: 0 } }).historyLimit).toBe(0);
    const young = application({ metadata: { creationTimestamp: null, namespace: 'team-a' } });
    expect([young.createdAt, young.namespace]).toEqual([null, 'team-a']);
  });

  test('tells what it renders from now on, and where that goes', () => {
    expect(application().spec).toMatchObject({ sources: [gitops], isList: false, destination: null });
    const sources = [charts, gitops];
    const destination = { namespace: 'shop' };
    expect(application({ spec: { sources, destination } }).spec).toMatchObject({
      ...{ sources: [charts, gitops], isList: true, destination: 'shop' },
    });
    expect(application({ spec: { destination: { namespace: '' } } }).spec.destination).toBeNull();
  });

  test('with a null time in one entry is read', () => {
    const history = [entry(0, 0, { revision: a }), { ...entry(1, 60, { revision: b }), deployedAt: null }];
    expect(application({ status: { history } }).history.map(({ revision }) => revision)).toEqual([a, b]);
  });

  test('that was never compared is not known to be anything', () => {
    expect(application({ status: { sync: undefined, health: undefined } })).toMatchObject({
      ...{ sync: 'Unknown', revision: null, health: 'Unknown', operating: false },
    });
    expect(application({ status: { health: {} } }).health).toBe('Unknown');
    expect(application({ status: { health: { status: 'Unknown' } } }).health).toBe('Unknown');
  });

  test.each([
    [{ automated: {} }, true],
    [{ automated: { enabled: true } }, true],
    [{ automated: { enabled: false } }, false],
    [{ automated: null }, false],
    [{}, false],
    [undefined, false],
  ])('with the sync policy %j syncs by itself: %s', (syncPolicy, expected) => {
    expect(application({ spec: { syncPolicy } }).automated).toBe(expected);
  });

  test.each([
    ['ComparisonError', true],
    ['InvalidSpecError', true],
    ['SyncError', false],
    ['NotAComparisonError', false],
    ['ComparisonErrorOfOthers', false],
  ])('with the condition %s cannot be compared: %s', (type, expected) => {
    const conditions = [{ type: 'SharedResourceWarning' }, { type }];
    expect(application({ status: { conditions } }).comparisonError).toBe(expected);
    expect(application({ status: { conditions: [] } }).comparisonError).toBe(false);
  });

  test('is being deleted as soon as that is wanted', () => {
    expect(application({ metadata: { deletionTimestamp: at(9) } }).deleting).toBe(true);
    expect(application({ metadata: { deletionTimestamp: null } }).deleting).toBe(false);
  });
});

describe('the newest operation', () => {
  const sync = { revision: b, source };
  const state = { phase: 'Succeeded', startedAt: at(60), finishedAt: at(62), operation: { sync } };
  const read = (changed: object) => application({ status: { operationState: { ...state, ...changed } } });

  test('is told with what it synced, when, and by whom', () => {
    const initiatedBy = { automated: true };
    const { operation } = read({ operation: { sync, initiatedBy }, syncResult: { revision: b, source } });
    expect(operation).toEqual({
      ...{
        phase: 'Succeeded',
        startedAt: '2026-11-20T14:01:00.000Z',
        finishedAt: '2026-11-20T14:01:02.000Z',
      },
      ...{ from: 'sources', revision: b },
      sources: [{ ...gitops, chart: null, ref: null, parameters: {}, revision: b, ours: true }],
      initiatedBy: { username: null, automated: true },
      ...{ partial: false, selfHeal: false, dryRun: false, resources: [], retries: 0 },
    });
  });

  test('that names resources is partial, and a self-heal says so', () => {
    const resources = [{ kind: 'ConfigMap', name: 'web' }];
    const healing = { ...sync, resources, autoHealAttemptsCount: 2 };
    expect(read({ operation: { sync: healing } }).operation).toMatchObject({ partial: true, selfHeal: true });
    const none = { ...sync, resources: [], autoHealAttemptsCount: 0 };
    expect(read({ operation: { sync: none } }).operation).toMatchObject({ partial: false, selfHeal: false });
  });

  test('of manifests from a disk has no revision, whatever is written beside them', () => {
    const local = { ...sync, manifests: ['{}'], dryRun: true };
    expect(read({ operation: { sync: local } }).operation).toMatchObject({
      ...{ from: 'local', revision: null, dryRun: true },
    });
  });

  test('that has synced something else than it was asked for is what it has synced', () => {
    expect(read({ syncResult: { revision: a, source } }).operation?.revision).toBe(a);
    expect(read({ syncResult: { revision: a } }).operation?.revision).toBe(b);
  });

  test("without a source of its own syncs the Application's", () => {
    expect(read({ operation: { sync: { revision: a } } }).operation?.revision).toBe(a);
    expect(read({ operation: { sync: { revision: a, source: charts } } }).operation?.revision).toBeNull();
    expect(read({ operation: undefined }).operation).toMatchObject({ from: 'unknown', revision: null });
  });

  test('that goes back to a single source is of that, whatever the Application lists today', () => {
    const operationState = { ...state, operation: { sync: { revision: a, source } } };
    const read = application({
      spec: { source: undefined, sources: [charts, gitops] },
      status: { operationState },
    });
    expect(read.operation?.revision).toBe(a);
  });

  test('has touched objects, and not its hooks', () => {
    const object = {
      group: '',
      kind: 'ConfigMap',
      namespace: 'shop',
      name: 'a',
      message: 'configmap/a configured',
    };
    const resources = [
      object,
      { ...object, name: 'hook', hookType: 'PreSync' },
      { kind: 'Namespace', name: 'b' },
    ];
    expect(read({ syncResult: { revision: b, source, resources } }).operation?.resources).toEqual([
      { id: '/ConfigMap/shop/a', changed: true, kept: false },
      { id: '/Namespace//b', changed: true, kept: false },
    ]);
  });

  test.each([
    ['Running', true, false],
    ['Terminating', true, false],
    ['Failed', false, true],
    ['Error', false, true],
    ['Succeeded', false, false],
  ])('that is %s is under way: %s, failed: %s', (phase, operating, failed) => {
    expect(read({ phase, retryCount: 3 })).toMatchObject({
      ...{ operating, failed, retries: 3, attempted: b },
      operation: { phase, retries: 3 },
    });
  });

  test('that is only requested is under way', () => {
    expect(application({ operation: { sync } })).toMatchObject({ operating: true, operation: null });
  });

  test('without times is an operation', () => {
    expect(read({ startedAt: null, finishedAt: undefined, syncResult: null }).operation).toMatchObject({
      ...{ startedAt: null, finishedAt: null, revision: b },
    });
  });

  test('of a phase that is not known makes the answer one that is not known', () => {
    expect(refused({ status: { operationState: { ...state, phase: 'Paused' } } })).toMatch(
      /^argocd-unreadable: /,
    );
  });
});

describe('an application that is rendered into another branch', () => {
  const drySource = { repoURL: gitops.repoURL, path: 'apps/checkout', targetRevision: 'main' };
  const sourceHydrator = { drySource, syncSource: { targetBranch: 'env/prod', path: 'checkout' } };
  const hydratedSource = { repoURL: gitops.repoURL, path: 'checkout', targetRevision: 'env/prod' };
  const [dry, hydrated] = [sha('d'), sha('e')];
  const spec = { source: undefined, sourceHydrator };
  const status = {
    history: [entry(0, 0, { source: hydratedSource, revision: hydrated })],
    sync: { status: 'Synced', comparedTo: { source: hydratedSource }, revision: hydrated },
    sourceHydrator: { lastSuccessfulOperation: { drySHA: dry, hydratedSHA: hydrated } },
  };

  test('is ours by the branch that people write, and its revisions are of the other one', () => {
    const read = application({ spec, status });
    expect(read.hydrator).toEqual({
      ...{ drySource, dryRevision: dry, hydratedRevision: hydrated, branch: 'env/prod' },
    });
    expect([read.revision, read.history[0]?.revision]).toEqual([hydrated, hydrated]);
    expect(read.tracked).toEqual(['main']);
  });

  test('is ours by the branch that is synced', () => {
    const branch = { name: 'env/prod', isDefault: false };
    expect(application({ spec, status }, { ...ours, branch })).toMatchObject({
      ...{ revision: hydrated, tracked: ['env/prod'] },
    });
  });

  test('is not ours by a third one, or by another repository', () => {
    const branch = { name: 'release', isDefault: false };
    expect(refused({ spec, status }, { ...ours, branch })).toMatch(/follows "main", "env\/prod" of/);
    expect(refused({ spec }, { repository: 'acme/other', branch: main })).toMatch(/^application-unknown/);
  });

  test('is of the root of the default branch where nothing is said', () => {
    const short = { ...sourceHydrator, drySource: { repoURL: gitops.repoURL } };
    expect(
      application({ spec: { source: undefined, sourceHydrator: short }, status }).hydrator?.drySource,
    ).toEqual({
      ...{ repoURL: gitops.repoURL, path: '.', targetRevision: 'HEAD' },
    });
  });

  test('may not have been rendered yet', () => {
    const fresh = { ...status, sourceHydrator: {} };
    expect(application({ spec, status: fresh }).hydrator).toMatchObject({
      ...{ dryRevision: null, hydratedRevision: null },
    });
    const odd = { lastSuccessfulOperation: { drySHA: 'main' } };
    expect(
      application({ spec, status: { ...status, sourceHydrator: odd } }).hydrator?.dryRevision,
    ).toBeNull();
  });
});
