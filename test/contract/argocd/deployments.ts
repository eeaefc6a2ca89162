import { readState, syncState } from '@backout/argocd';
import type { DeployedEvent } from '@backout/world/argocd';
import { until } from '@backout/world/until';
import { expect } from 'vitest';
import { onceEach } from './once-each.ts';
import { healthyAt, read, settled } from './settled.ts';
import { type Context, oursOf } from './subject.ts';

/** What a deployment and its revert look like. */
export const deployments: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'a synced application is Healthy at the tip, with one entry in its history': async (context) => {
    const tip = await context.subject.repository.tip();
    const found = await settled(context, 'checkout', 'healthy', healthyAt(tip));
    expect(found).toMatchObject({
      ...{ name: 'checkout', sync: 'Synced', health: 'Healthy', revision: tip },
      ...{ operating: false, retries: 0, failed: false, comparisonError: false, deleting: false },
      ...{ automated: true, tracked: ['main'] },
    });
    expect(found.history.map(({ id, revision }) => ({ id, revision }))).toEqual([{ id: 0, revision: tip }]);
    expect(syncState(found, (revision) => revision === tip)).toBe('recovered');
  },

  'one read with a refresh sees the push that was just made': async (context) => {
    const good = await context.deploy('checkout', 'good-2');
    const found = await context.argocd.application('checkout', {
      ours: oursOf(context.subject),
      refresh: true,
    });
    expect(found.revision).toBe(good);
    await settled(context, 'checkout', 'healthy', healthyAt(good));
  },

  'a version that never gets ready makes it Degraded at its revision': async (context) => {
    const bad = await context.deploy('checkout', 'bad-1');
    const found = await settled(context, 'checkout', 'Degraded', ({ health }) => health === 'Degraded');
    expect(found).toMatchObject({ sync: 'Synced', revision: bad, operating: false, failed: false });
    expect(found.history.at(-1)?.revision).toBe(bad);
    expect(syncState(found, (revision) => revision === bad)).toBe('degraded');
    // A busy Argo CD was seen to sync the same again at once: it went live with the first of them.
    const first = found.history.find(({ revision }) => revision === bad);
    const started = Date.parse(first?.startedAt ?? '');
    const one = { name: 'checkout', ours: oursOf(context.subject), since: started, before: null };
    expect(await readState(context.argocd, one)).toMatchObject({
      ...{ health: 'Degraded', standing: 'failed', rolling: false },
      rollout: { canary: { ready: 0 }, stable: { failing: 0 } },
    });
  },

  'until the revert is synced nothing of it reads as recovered, and then it does': async (context) => {
    const before = await read(context, 'checkout');
    const revert = await context.deploy('checkout', 'good-2');
    const isRevert = (revision: string) => revision === revert;
    expect(syncState(before, isRevert)).toBe('waiting');
    const found = await settled(
      context,
      'checkout',
      'healthy',
      (one) => syncState(one, isRevert) === 'recovered',
    );
    expect(found.history.at(-1)?.revision).toBe(revert);
  },

  'a commit of another application moves the revision and nothing else': async (context) => {
    const before = await settled(context, 'payments', 'healthy', ({ health }) => health === 'Healthy');
    const tip = await context.deploy('checkout', 'good-3');
    const found = await settled(context, 'payments', 'at the tip', ({ revision }) => revision === tip);
    expect(found.history).toEqual(before.history);
    expect(found).toMatchObject({ sync: 'Synced', health: 'Healthy', operating: false });
    expect(syncState(found, (revision) => revision === tip)).toBe('recovered');
    await settled(context, 'checkout', 'healthy', healthyAt(tip));
  },

  'every full sync makes one notification, which names the revision before': async (context) => {
    const { history } = await read(context, 'checkout');
    const isOwn = ({ app, app_namespace }: DeployedEvent) => app === 'checkout' && app_namespace === 'argocd';
    const own = () => onceEach(context.subject.events.filter(isOwn));
    await until('as many events as syncs', () => own().length >= history.length);
    expect(own().map(({ id, revision, previous }) => ({ id, revision, previous }))).toEqual(
      history.map(({ id, revision }, index) => ({
        id,
        revision,
        previous: history[index - 1]?.revision ?? null,
      })),
    );
    const [event] = own();
    expect(event).toEqual({
      ...{ app: 'checkout', app_namespace: 'argocd', applications: ['argocd/checkout'] },
      ...{ id: 0, previous: null },
      revision: history[0]?.revision,
      sources: [
        {
          repo: expect.stringMatching(/^https:\/\/.*\/acme\/gitops/),
          ...{ path: 'apps/checkout', chart: null, previous: null },
          revision: history[0]?.revision,
        },
      ],
      started_at: expect.stringMatching(wholeSeconds),
      finished_at: expect.stringMatching(wholeSeconds),
      initiated_by: { automated: true },
    });
  },
};

const wholeSeconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
