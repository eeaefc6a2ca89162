import { fixtureJson } from '@backout/world/fixtures';
import { describe, expect, test } from 'vitest';
import { parseApplication } from '../application.ts';
import { application, at, gitops, sha } from '../testing/answers.ts';
import { type Before, beforeOf, recoveryState } from './recovery-state.ts';

const revert = sha('e');
const runs = (revision: string) => revision === revert;

/** `web Synced Healthy`; what has no health is without the third. `-` is one that is to be pruned. */
function resource(line: string): object {
  const [name = '', status, health] = line.split(' ');
  return {
    ...{ group: 'apps', kind: 'Deployment', version: 'v1', namespace: 'shop', name: name.replace('-', '') },
    status,
    ...(health !== undefined && { health: { status: health } }),
    ...(name.startsWith('-') && { requiresPruning: true }),
  };
}

/** `web configured`: what a sync says that it did. */
function result(line: string): object {
  const [name = '', did] = line.split(' ');
  return {
    ...{ group: 'apps', kind: 'Deployment', version: 'v1', namespace: 'shop', name, status: 'Synced' },
    ...{ message: `deployment.apps/${name} ${did}`, hookPhase: 'Running', syncPhase: 'Sync' },
  };
}

interface Read {
  readonly resources: readonly (string | object)[];
  /** by the newest operation */
  readonly did?: readonly (string | object)[];
  readonly revision?: string;
  readonly sync?: string;
  readonly state?: object;
  readonly prune?: boolean;
  readonly operation?: object;
}

const written = (lines: readonly (string | object)[], as: (line: string) => object) =>
  lines.map((line) => (typeof line === 'string' ? as(line) : line));

function read({ resources, did = [], revision = revert, sync = 'OutOfSync', state, prune, operation }: Read) {
  const syncResult = { revision, source: gitops, resources: written(did, result) };
  const operationState = { phase: 'Succeeded', startedAt: at(0), finishedAt: at(2), syncResult, ...state };
  return application({
    spec: { syncPolicy: { automated: prune === undefined ? {} : { prune } } },
    status: {
      ...{ sync: { status: sync, revision }, health: { status: 'Progressing' } },
      ...{ resources: written(resources, resource), operationState },
    },
    ...(operation && { operation }),
  });
}

const id = (name: string) => `apps/Deployment/shop/${name}`;

/** The sync changed web, and found the worker, out of order, and the cache as they should be. */
const before: Before = {
  touched: [
    { id: id('web'), changed: true, kept: false },
    { id: id('worker'), changed: false, kept: false },
    { id: id('cache'), changed: false, kept: false },
  ],
  outOfOrder: [id('worker'), id('web')],
  degraded: [id('worker')],
};

const state = (reading: Read, known: Before | null = before) =>
  recoveryState(read(reading), known, runs).state;
const quiet = ['cache Synced Healthy', 'worker OutOfSync Degraded'];

describe('a revert has recovered', () => {
  test('when what the sync touched is in order, whatever was out of order before', () => {
    const found = recoveryState(read({ resources: ['web Synced Healthy', ...quiet] }), before, runs);
    expect(found).toEqual({ state: 'recovered', notOurs: [id('worker')], staying: [] });
  });

  test('when it never was healthy to Argo CD, and has no health', () => {
    expect(state({ resources: ['web Synced', ...quiet] })).toBe('recovered');
  });

  test('without what the sync never touched', () => {
    const found = recoveryState(
      read({ resources: ['web Synced Healthy', ...quiet, 'ads Synced Progressing'] }),
      before,
      runs,
    );
    expect(found).toEqual({ state: 'recovered', notOurs: [id('worker'), id('ads')], staying: [] });
  });

  test('with what is gone since', () => {
    expect(state({ resources: quiet })).toBe('recovered');
  });

  test.each<[string, string]>([
    ['web OutOfSync Healthy', 'waiting'],
    ['web Unknown Healthy', 'waiting'],
    ['web OutOfSync Degraded', 'waiting'],
    ['web Synced Progressing', 'waiting'],
    ['web Synced Missing', 'waiting'],
    ['web Synced Suspended', 'waiting'],
    ['web Synced Unknown', 'waiting'],
    ['web Synced Odd', 'waiting'],
    ['web Synced Degraded', 'degraded'],
  ])('not while what the sync changed is so: %s is %s, although it was out of order', (line, expected) => {
    expect(state({ resources: [line, ...quiet] })).toBe(expected);
  });

  test.each<[string, string]>([
    ['cache Synced Progressing', 'waiting'],
    ['cache OutOfSync Healthy', 'waiting'],
    ['cache Synced Degraded', 'degraded'],
  ])('not while what was in order and unchanged is not any more: %s is %s', (line, expected) => {
    expect(state({ resources: ['web Synced Healthy', line] })).toBe(expected);
  });

  test('not while what the revert touched is out of order', () => {
    const resources = ['web Synced Healthy', ...quiet, 'ads Synced Progressing'];
    expect(state({ resources, did: ['ads configured'] })).toBe('waiting');
    expect(state({ resources, did: ['ads unchanged'] })).toBe('waiting');
    expect(state({ resources, did: ['worker unchanged'] })).toBe('recovered');
    expect(state({ resources, did: ['worker configured'] })).toBe('waiting');
    expect(state({ resources, did: ['worker serverside-applied'] })).toBe('waiting');
  });

  test('without its hooks', () => {
    const hook = { ...result('migrate created'), hookType: 'PreSync' };
    const left = { ...resource('migrate OutOfSync Degraded'), status: undefined, hook: true };
    const reading = { resources: ['web Synced Healthy', ...quiet, left], did: [hook] };
    expect(recoveryState(read(reading), before, runs)).toMatchObject({
      state: 'recovered',
      notOurs: [id('worker')],
    });
  });

  test('with a CronJob that is switched off', () => {
    const job = { ...resource('web Synced Suspended'), kind: 'CronJob' };
    const touched = [{ id: 'apps/CronJob/shop/web', changed: true, kept: false }];
    expect(state({ resources: [job] }, { touched, outOfOrder: [], degraded: [] })).toBe('recovered');
    const starting = { ...resource('web Synced Progressing'), kind: 'CronJob' };
    expect(state({ resources: [starting] }, { touched, outOfOrder: [], degraded: [] })).toBe('waiting');
    const failing = { ...resource('web Synced Degraded'), kind: 'CronJob' };
    expect(state({ resources: [failing] }, { touched, outOfOrder: [], degraded: [] })).toBe('degraded');
  });
});

describe('a revert has not recovered', () => {
  const resources = ['web Synced Healthy', ...quiet];

  test('before it runs', () => {
    expect(state({ resources, revision: sha('b') })).toBe('waiting');
    expect(state({ resources, revision: 'main' })).toBe('waiting');
  });

  test('where no revision is told', () => {
    const found = { ...read({ resources }), revision: null };
    expect(recoveryState(found, before, () => true).state).toBe('waiting');
  });

  test('where no operation is told of, unless what the sync touched is in order', () => {
    const found = { ...read({ resources }), operation: null };
    expect(recoveryState(found, before, runs).state).toBe('recovered');
    expect(
      recoveryState(
        { ...found, resources: read({ resources: ['web Synced Missing'] }).resources },
        before,
        runs,
      ).state,
    ).toBe('waiting');
  });

  test('while nothing can be compared', () => {
    expect(state({ resources, sync: 'Unknown' })).toBe('waiting');
  });

  test('while an operation is requested, runs, or waits for its next try', () => {
    expect(state({ resources, operation: {} })).toBe('waiting');
    expect(state({ resources, state: { phase: 'Running' } })).toBe('waiting');
    expect(state({ resources, state: { phase: 'Running', retryCount: 1 } })).toBe('retrying');
  });

  test('where nothing is known of the sync, unless all of the application is in order', () => {
    expect(recoveryState(read({ resources }), null, runs)).toEqual({
      ...{ state: 'waiting', notOurs: [], staying: [] },
    });
    expect(state({ resources }, { touched: [], outOfOrder: [], degraded: [] })).toBe('waiting');
  });
});

describe('what the revert takes away', () => {
  const added: Before = {
    touched: [{ id: id('ads'), changed: true, kept: false }],
    outOfOrder: [],
    degraded: [],
  };
  const resources = ['web Synced Healthy', '-ads OutOfSync Degraded'];

  test('stays in the cluster where Argo CD does not prune, and is not waited for', () => {
    const found = recoveryState(read({ resources }), added, runs);
    expect(found).toEqual({ state: 'recovered', notOurs: [], staying: [id('ads')] });
    expect(recoveryState(read({ resources }), null, runs).staying).toEqual([]);
  });

  test('is waited for where it does', () => {
    expect(recoveryState(read({ resources, prune: true }), added, runs)).toMatchObject({
      ...{ state: 'waiting', staying: [] },
    });
  });

  test('is waited for as well where no operation is told of', () => {
    const found = { ...read({ resources, prune: true }), operation: null };
    expect(recoveryState(found, added, runs)).toMatchObject({ state: 'waiting', staying: [] });
  });

  test('stays where it may not be pruned', () => {
    const skipped = { ...result('ads ignored'), status: 'PruneSkipped' };
    expect(recoveryState(read({ resources, prune: true, did: [skipped] }), added, runs)).toMatchObject({
      ...{ state: 'recovered', staying: [id('ads')] },
    });
    const other = { ...result('web ignored'), status: 'PruneSkipped' };
    expect(recoveryState(read({ resources, prune: true, did: [other] }), added, runs).staying).toEqual([]);
  });

  test('of others is told as theirs', () => {
    const found = recoveryState(read({ resources: ['web Synced Healthy', '-old OutOfSync'] }), before, runs);
    expect(found).toMatchObject({ state: 'recovered', notOurs: [id('old')], staying: [] });
  });
});

describe('what was before', () => {
  test('is what the sync touched, and what was out of order while it ran', () => {
    const found = read({
      resources: [
        'web Synced Progressing',
        'cache Synced',
        'worker OutOfSync Healthy',
        'ads Unknown Healthy',
        'old Synced Degraded',
      ],
      did: ['web configured', 'cache unchanged', 'new created', 'old pruned'],
    });
    expect(beforeOf(found)).toEqual({
      touched: [
        { id: id('web'), changed: true, kept: false },
        { id: id('cache'), changed: false, kept: false },
        { id: id('new'), changed: true, kept: false },
        { id: id('old'), changed: true, kept: false },
      ],
      outOfOrder: [id('web'), id('worker'), id('ads'), id('old')],
      degraded: [id('old')],
    });
    expect(beforeOf(application())).toEqual({ touched: [], outOfOrder: [], degraded: [] });
  });

  test('is read of a real Argo CD, and what it says of the revert', () => {
    const of = (name: string) => {
      const server = 'http://127.0.0.1:28080';
      return parseApplication(fixtureJson(`argocd-api/${name}.json`), {
        ...{ server, repository: 'acme/fx21600', branch: null },
      });
    };
    const bad = beforeOf(of('07-degraded'));
    expect(bad).toEqual({
      touched: [
        { id: '/ConfigMap/default/web-cfg', changed: false, kept: false },
        { id: 'apps/Deployment/default/web', changed: true, kept: false },
      ],
      outOfOrder: ['apps/Deployment/default/web'],
      degraded: ['apps/Deployment/default/web'],
    });
    const states = [
      '07-degraded',
      '08-just-reverted-stale-health',
      '09-reverted-progressing',
      '10-reverted-healthy',
    ];
    const told = states.map((name) => {
      const { operation } = of(name);
      return recoveryState(
        of(name),
        bad,
        (revision) => revision === operation?.revision && name !== '07-degraded',
      );
    });
    expect(told.map((one) => one.state)).toEqual(['waiting', 'waiting', 'waiting', 'recovered']);
  });
});
