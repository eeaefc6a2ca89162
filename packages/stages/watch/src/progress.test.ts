import type { Application, Before, ResourceState, Sync } from '@backout/argocd';
import { applicationOf, minute, sourceOf, synced } from '@backout/argocd/testing';
import { type Sha, UserError } from '@backout/incident';
import { describe, expect, test } from 'vitest';
import { progressOf } from './progress.ts';

const sha = (digit: string) => digit.repeat(40) as Sha;
const [p, b, other, newer, again] = ['a', 'b', '0', 'c', 'd'].map(sha) as [Sha, Sha, Sha, Sha, Sha];

const sync = (id: number, revision: Sha | null, told: Partial<Sync> = {}): Sync =>
  synced({ id, revision, startedAt: minute(id), finishedAt: minute(id), ...told });

const before = [sync(0, p), sync(1, b)];

interface Scripted {
  readonly watched?: Sync | undefined;
  /** At each look; the last one stays. */
  readonly looks: readonly (Application | 'down')[];
  /** What Argo CD said of the objects right after B's sync. */
  readonly told?: Before | null;
  /** At so many questions git does not answer. */
  readonly gitDownFor?: number;
}

/** The watch of B, which began at minute 1; only `other` changes nothing of the application. */
async function look({ watched = before[1], looks, told = null, gitDownFor = 0 }: Scripted) {
  const asked: Sha[] = [];
  const said: string[] = [];
  let count = 0;
  const progress = progressOf({
    read: async () => {
      const answer = looks[Math.min(count++, looks.length - 1)];
      if (answer === undefined || answer === 'down') throw new UserError('argocd-unreadable', 'down');
      return answer;
    },
    ...{ revision: b, syncStartedAt: minute(1), sync: watched, before: told, changed: () => null },
    differs: async (_, to) => {
      asked.push(to);
      if (asked.length <= gitDownFor) throw new UserError('repository-unreadable', 'down');
      return to !== other;
    },
    log: (line) => said.push(line),
  });
  let seen = await progress();
  for (let left = looks.length - 1; left > 0; left--) seen = await progress();
  return { ...seen, asked, said };
}

const of = (history: readonly Sync[], state: Partial<Application> = {}) =>
  look({ looks: [applicationOf(history, state)] });

describe('a watch goes on', () => {
  test('while nothing newer was synced', async () => {
    expect(await of(before)).toMatchObject({ ended: null, asked: [] });
  });

  test('after a sync that changes nothing of the application, and says so once', async () => {
    const seen = applicationOf([...before, sync(2, other)]);
    expect(await look({ looks: [seen, seen, seen] })).toMatchObject({
      ended: null,
      asked: [other],
      said: ['000000000000 was synced and changes nothing of the application: the watch goes on'],
    });
  });

  test('after the same revision was synced again by hand', async () => {
    expect(await of([...before, sync(2, b)])).toMatchObject({ ended: null, asked: [] });
  });

  test('while git does not answer whether a newer sync changed it, and ends when it does', async () => {
    const seen = applicationOf([...before, sync(2, newer)]);
    expect((await look({ looks: [seen], gitDownFor: 1 })).ended).toBeNull();
    const later = await look({ looks: [seen, seen], gitDownFor: 1 });
    expect(later).toMatchObject({ ended: { kind: 'superseded', by: newer }, asked: [newer, newer] });
  });

  test('while Argo CD does not answer', async () => {
    expect(await look({ looks: ['down'] })).toMatchObject({ ended: null, rolling: null });
  });

  test('where its own sync is kept no more', async () => {
    expect((await of([sync(2, other), sync(3, other)])).ended).toBeNull();
  });

  test('where nobody told which sync is watched', async () => {
    expect((await look({ watched: undefined, looks: [applicationOf(before)] })).ended).toBeNull();
  });
});

describe('a watch ends', () => {
  const superseded = (by: Sha) => ({ kind: 'superseded', by });

  test('with a newer sync that changes the application', async () => {
    expect((await of([...before, sync(2, newer)])).ended).toEqual(superseded(newer));
  });

  test('with the first of several that does', async () => {
    const history = [...before, sync(2, other), sync(3, newer), sync(4, again)];
    expect((await of(history)).ended).toEqual(superseded(newer));
  });

  test('with one that comes after one that did not', async () => {
    const looks = [[sync(2, other)], [sync(2, other), sync(3, newer)]].map((more) =>
      applicationOf([...before, ...more]),
    );
    expect((await look({ looks })).ended).toEqual(superseded(newer));
  });

  test('with other parameters, though the revision is the same', async () => {
    const tagged = (tag: string) => ({ sources: [sourceOf({ helm: { values: tag } })] });
    const watched = sync(1, b, tagged('v1'));
    const looks = [applicationOf([sync(0, p), watched, sync(2, b, tagged('v2'))])];
    expect((await look({ watched, looks })).ended).toEqual(superseded(b));
  });

  test("with a sync of somebody's local manifests, which are nobody's commit", async () => {
    const local = sync(2, null, { from: 'local' });
    expect((await of([...before, local])).ended).toEqual({ kind: 'not-in-git' });
  });

  test('with a newer sync where its own is kept no more', async () => {
    expect((await of([sync(2, other), sync(3, newer)])).ended).toEqual(superseded(newer));
  });

  test('with a newer sync where nobody told which one is watched', async () => {
    const looks = [applicationOf([...before, sync(2, newer)])];
    expect((await look({ watched: undefined, looks })).ended).toEqual(superseded(newer));
  });
});

describe('after a newer sync that failed', () => {
  const failed = (revision: Sha, startedAt = minute(2)) => {
    const ended = { phase: 'Failed', selfHeal: false, dryRun: false, resources: [], retries: 0 } as const;
    return { operation: { ...sync(9, revision), startedAt, ...ended }, failed: true, attempted: revision };
  };

  test('nobody knows what is live', async () => {
    expect((await of(before, failed(newer))).ended).toEqual({ kind: 'sync-failed' });
  });

  test.each([
    ['it changes nothing of the application', failed(other)],
    ['it was of the same revision', failed(b)],
    ['it was before what is watched', failed(newer, minute(0))],
  ])('the watch goes on where %s', async (_, state) => {
    expect((await of(before, state)).ended).toBeNull();
  });

  test('git is asked once about it, however often it is looked at', async () => {
    const seen = applicationOf(before, failed(other));
    expect((await look({ looks: [seen, seen, seen] })).asked).toEqual([other]);
  });
});

describe('pods are being replaced', () => {
  const resource = (id: string, health: ResourceState['health']): ResourceState => ({
    ...{ id, kind: id.split('/')[1] ?? '', sync: 'Synced', health, requiresPruning: false },
  });
  const [web, worker, ingress] = [
    'apps/Deployment/shop/web',
    'apps/Deployment/shop/worker',
    'networking.k8s.io/Ingress/shop/web',
  ];
  /** B's sync changed web and the Ingress, and found the worker as it should be. */
  const told = (outOfOrder: readonly string[]): Before => ({
    touched: [web, ingress, worker].map((id) => ({ id, changed: id !== worker, kept: false })),
    ...{ outOfOrder, degraded: [] },
  });
  const replaced = async (resources: readonly ResourceState[], outOfOrder: readonly string[] = [web]) =>
    (
      await look({
        looks: [applicationOf(before, { health: 'Progressing', resources })],
        told: told(outOfOrder),
      })
    ).rolling;

  test('while Argo CD says Progressing of the application, where that is all it says', async () => {
    expect((await of(before, { health: 'Progressing' })).rolling).toBe(true);
    expect((await of(before, { health: 'Degraded' })).rolling).toBe(false);
  });

  test('while it says so of a workload that the sync changed', async () => {
    expect(await replaced([resource(web, 'Progressing'), resource(worker, 'Healthy')])).toBe(true);
  });

  test('no more when that one is done, whatever else is Progressing for ever', async () => {
    const done = [resource(web, 'Healthy'), resource(ingress, 'Progressing')];
    expect(await replaced(done)).toBe(false);
    expect(await replaced([...done, resource(worker, 'Progressing')], [web, worker])).toBe(false);
  });

  test('while a workload is that was in order and may follow from it: it reads a ConfigMap that changed', async () => {
    expect(await replaced([resource(web, 'Healthy'), resource(worker, 'Progressing')])).toBe(true);
  });

  test("while an operator's resource is that the sync changed", async () => {
    const kafka = 'kafka.strimzi.io/Kafka/shop/events';
    const touched = [{ id: kafka, changed: true, kept: false }];
    const looks = [
      applicationOf(before, { health: 'Progressing', resources: [resource(kafka, 'Progressing')] }),
    ];
    const seen = await look({ looks, told: { touched, outOfOrder: [], degraded: [] } });
    expect(seen.rolling).toBe(true);
  });

  test('although a job that fails makes the application Degraded meanwhile', async () => {
    const job = resource('batch/CronJob/shop/report', 'Degraded');
    const looks = [
      applicationOf(before, { health: 'Degraded', resources: [job, resource(web, 'Progressing')] }),
    ];
    expect((await look({ looks, told: told([web]) })).rolling).toBe(true);
  });
});

test('without Argo CD nothing newer is known', async () => {
  const progress = progressOf({
    ...{ read: null, revision: b, syncStartedAt: minute(1), sync: undefined },
    ...{ before: null, changed: () => null },
    differs: async () => true,
    log: () => {},
  });
  expect(await progress()).toEqual({ ended: null, rolling: null });
});
