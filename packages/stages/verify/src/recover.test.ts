import type { Application, Argocd, Before } from '@backout/argocd';
import { instant, type Sha, type Verdict } from '@backout/incident';
import { openRecovery } from '@backout/verdict';
import { describe, expect, test } from 'vitest';
import { recover } from './recover.ts';

const begin = Date.UTC(2026, 10, 20, 14, 0, 0);
const revert = 'e'.repeat(40) as Sha;
const bad = 'b'.repeat(40) as Sha;

type Resource = Application['resources'][number];

const object = (name: string, sync: Resource['sync'], health: Resource['health'] = 'Healthy'): Resource => ({
  ...{ id: `apps/Deployment/shop/${name}`, kind: 'Deployment', sync, health, requiresPruning: false },
});
const id = (name: string) => `apps/Deployment/shop/${name}`;

/** The sync changed web; the operator's database was out of order before. */
const before: Before = {
  touched: [{ id: id('web'), changed: true, kept: false }],
  outOfOrder: [id('db')],
  degraded: [],
};

const running: Partial<Application> = {
  ...{ revision: revert, sync: 'OutOfSync', health: 'Progressing', operating: false, retries: 0 },
  ...{ operation: null, prunes: true },
};

interface Scripted {
  /** At each look; the last one stays. */
  readonly looks: readonly Partial<Application>[];
  readonly before?: Before | null;
}

async function outcome({ looks, before: known = before }: Scripted) {
  let now = begin;
  let count = 0;
  const argocd = {
    application: async () => ({ ...running, ...looks[Math.min(count++, looks.length - 1)] }),
  } as unknown as Argocd;
  const verdict = { outcome: 'regression', findings: [] as Verdict['findings'] } as Verdict;
  return await recover({
    argocd,
    application: { name: 'checkout', ours: { repository: 'acme/gitops', branch: null } },
    contains: async (revision) => revision === revert,
    before: known,
    signals: { read: async () => [] } as never,
    opened: openRecovery({ plans: [], verdict, stableForMs: 60_000 }),
    ...{ everyMs: 10_000, withinMs: 300_000 },
    clock: {
      now: () => instant(now),
      sleepUntil: async (at) => {
        now = Math.max(now, at);
      },
    },
    log: () => {},
  });
}

describe('a service has recovered', () => {
  const recovered = { resources: [object('web', 'Synced'), object('db', 'OutOfSync', 'Progressing')] };

  test('when what the sync touched is in order, and what was not before is told', async () => {
    expect(await outcome({ looks: [recovered] })).toMatchObject({
      ...{ outcome: 'recovered', syncedAt: instant(begin), notOurs: [id('db')], staying: [] },
    });
  });

  test('with what Argo CD does not take away, which is told', async () => {
    const left = { ...object('cron', 'OutOfSync'), requiresPruning: true };
    const touched = [...before.touched, { id: left.id, changed: true, kept: false }];
    const looks = [{ resources: [...recovered.resources, left], prunes: false }];
    expect(await outcome({ looks, before: { ...before, touched } })).toMatchObject({
      ...{ outcome: 'recovered', staying: [left.id] },
    });
  });

  test('of very many things out of order some are told', async () => {
    const many = Array.from({ length: 12 }, (_, at) => object(`db-${at}`, 'OutOfSync'));
    const looks = [{ resources: [object('web', 'Synced'), ...many] }];
    expect((await outcome({ looks })).notOurs).toHaveLength(10);
  });
});

describe('a service has not recovered', () => {
  test('while the revert does not run', async () => {
    const looks = [{ revision: bad, resources: [object('web', 'Synced')] }];
    expect(await outcome({ looks })).toMatchObject({ outcome: 'not-synced', syncedAt: null });
  });

  test('while what the sync changed is not healthy', async () => {
    const looks = [{ resources: [object('web', 'Synced', 'Degraded')] }];
    expect(await outcome({ looks })).toMatchObject({ outcome: 'degraded-again', syncedAt: instant(begin) });
  });

  test('while anything is out of order, where nothing is known of the sync', async () => {
    const looks = [{ resources: [object('web', 'Synced'), object('db', 'OutOfSync')] }];
    expect(await outcome({ looks, before: null })).toMatchObject({ outcome: 'not-synced', notOurs: [] });
  });

  test('while an earlier sync is being retried', async () => {
    const looks = [{ operating: true, retries: 1, resources: [object('web', 'Synced')] }];
    expect(await outcome({ looks })).toMatchObject({ outcome: 'sync-retrying' });
  });
});
