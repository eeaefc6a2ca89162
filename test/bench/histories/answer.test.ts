import { describe, expect, test } from 'vitest';
import { answering } from './answer.ts';
import { growBranch } from './branch.ts';
import type { Choice } from './choice.ts';
import { operationsOf } from './operations.ts';
import { choiceOf } from './testing/usual.ts';

const path = '/api/v1/applications/checkout-production';

interface Entry {
  readonly id: number;
  readonly revision?: string;
  readonly revisions?: readonly string[];
}

interface Body {
  readonly metadata: { readonly namespace: string; readonly creationTimestamp: string };
  readonly status: {
    readonly history: readonly Entry[];
    readonly operationState: object;
    readonly sync: object;
  };
  readonly manifests: readonly string[];
}

interface Answered {
  readonly status: number;
  readonly body: Body;
}

/** What Argo CD answers with the names of commits for their ids, so many seconds after `t0`. */
async function ask(otherwise: Partial<Choice>, query = '', second = 310): Promise<Answered> {
  const choice = choiceOf(otherwise);
  const branch = growBranch(choice);
  const operations = operationsOf(choice, branch);
  const fetch = answering({
    described: { choice, operations, tip: branch.tip, idOf: (commit) => commit },
    second: () => second,
    stateOf: (id) => branch.commits.find(({ name }) => name === id)?.state ?? null,
  });
  const response = await fetch(`https://argocd.example.com${path}${query}`);
  return { status: response.status, body: (await response.json()) as Body };
}

async function history(otherwise: Partial<Choice>, second?: number): Promise<unknown[]> {
  const { body } = await ask(otherwise, '', second);
  return body.status.history.map(({ id, revision, revisions }) => [id, revisions ?? revision ?? null]);
}

describe('the history', () => {
  const first = [3, 'first'];
  const older = [4, 'older'];
  const previous = [5, 'previous'];

  test.each<[string, Partial<Choice>, unknown[]]>([
    ['of full syncs', {}, [first, older, previous, [6, 'ours']]],
    ['without a sync of named resources', { arrival: 'selective' }, [first, older, previous]],
    ['without a self-heal', { arrival: 'healed' }, [first, older, previous]],
    ['without a failed sync', { arrival: 'failed' }, [first, older, previous]],
    ['of one', { memory: 'limit-1' }, [[6, 'ours']]],
    ['of none', { memory: 'limit-0' }, []],
    ['from 0 on after there was none', { memory: 'raised-from-0' }, [[0, 'ours']]],
    ['of a first deployment', { memory: 'first-deployment' }, [[0, 'ours']]],
    ['with somebody’s disk', { cause: 'local-sync', ours: 'none' }, [first, older, previous, [6, null]]],
  ])('%s', async (_, otherwise, expected) => {
    expect(await history(otherwise)).toEqual(expected);
  });

  test('grows while it is looked at', async () => {
    const next = 'other-application';
    expect(await history({ next }, 299)).toEqual([first, older, previous]);
    expect(await history({ next }, 302)).toEqual([first, older, previous, [6, 'ours']]);
    expect(await history({ next }, 317)).toEqual([first, older, previous, [6, 'ours'], [7, 'later']]);
  });

  test('has the revisions of several sources in the order of its own entry', async () => {
    const entries = await history({ sources: 'two', reordered: true });
    expect(entries.at(-2)).toEqual([5, ['previous', 'c'.repeat(40)]]);
    expect(entries.at(-1)).toEqual([6, ['c'.repeat(40), 'ours']]);
  });
});

test('an application is created just before its first deployment, or long before', async () => {
  const created = async (otherwise: Partial<Choice>) =>
    (await ask(otherwise)).body.metadata.creationTimestamp;
  expect(await created({ memory: 'first-deployment' })).toBe('2026-11-20T14:04:55Z');
  expect(await created({ memory: 'raised-from-0' })).toBe('2026-08-22T14:00:00Z');
});

test.each<[Partial<Choice>, string, object]>([
  [{}, 'Synced', { phase: 'Succeeded' }],
  [{ arrival: 'selective' }, 'Synced', { phase: 'Succeeded' }],
  [{ arrival: 'selective-part' }, 'OutOfSync', { phase: 'Succeeded' }],
  [{ arrival: 'failed' }, 'OutOfSync', { phase: 'Failed' }],
  [{ arrival: 'retrying' }, 'OutOfSync', { phase: 'Running', retryCount: 2 }],
])('%o is %s', async (otherwise, sync, operationState) => {
  const { status } = (await ask(otherwise)).body;
  expect(status.sync).toEqual({ status: sync, revision: 'ours' });
  expect(status.operationState).toMatchObject(operationState);
});

test.each<[Partial<Choice>, string, number]>([
  [{}, '', 200],
  [{}, '?appNamespace=argocd', 200],
  [{}, '?appNamespace=team-a', 403],
  [{ namespace: 'team-a' }, '?appNamespace=team-a', 200],
  [{ namespace: 'team-a' }, '?appNamespace=team-b', 403],
])('%o is asked with %s: %d', async (otherwise, query, status) => {
  expect((await ask(otherwise, query)).status).toBe(status);
});

test('who does not name the namespace gets another application', async () => {
  const { body } = await ask({ namespace: 'team-a' });
  expect(body.metadata.namespace).toBe('argocd');
  expect(body.status.history.map(({ revision }) => revision)).toEqual(['first', 'older', 'ours']);
});

describe('renderings', () => {
  test('are those of a revision', async () => {
    const of = async (revision: string) => (await ask({}, `/manifests?revision=${revision}`)).body.manifests;
    const [before, after] = [await of('previous'), await of('ours')];
    expect(before).not.toEqual(after);
    expect(after.join()).toContain('"poolSize":"2"');
  });

  test('have the parameters of today, whatever they were then', async () => {
    const choice = { cause: 'parameters', layout: 'chart' } as const;
    const of = async (second: number) =>
      (await ask(choice, '/manifests?revision=older', second)).body.manifests;
    expect((await of(299)).join()).toContain('"value":"v1"');
    expect((await of(310)).join()).toContain('"value":"v2"');
  });

  const several = { sources: 'three', layout: 'values' } as const;

  test('of several sources ignore the one revision', async () => {
    const { body } = await ask(several, '/manifests?revision=previous');
    expect(body).toEqual((await ask(several, '/manifests')).body);
  });

  test('of several sources are asked for by their positions', async () => {
    const { body } = await ask(several, '/manifests?revisions=previous&sourcePositions=1');
    expect(body).not.toEqual((await ask(several, '/manifests')).body);
  });

  test.each<[string, Partial<Choice>, string, number]>([
    [
      'fewer revisions than positions',
      several,
      '?revisions=previous&sourcePositions=1&sourcePositions=2',
      500,
    ],
    ['a revision that is not there', {}, '?revision=gone', 500],
    ['where it is not allowed', { renderings: 'denied' }, '?revision=ours', 403],
  ])('%s: %s', async (_, otherwise, query, status) => {
    expect((await ask(otherwise, `/manifests${query}`)).status).toBe(status);
  });
});

test.each([
  ['/resource-tree', { nodes: [] }],
  ['/syncwindows', { canSync: true }],
])('%s is answered as of one without pods and windows', async (query, body) => {
  expect((await ask({}, query)).body).toEqual(body);
});
