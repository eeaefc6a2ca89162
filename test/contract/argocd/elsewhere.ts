import { until } from '@backout/world/until';
import { expect } from 'vitest';
import { healthyAt, read, settled } from './settled.ts';
import type { Context } from './subject.ts';

const name = 'team-a/checkout';

/** An application of another namespace, which has the name of one in Argo CD's own. */
export const elsewhere: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'each of the two is found by its own name': async (context) => {
    const tip = await context.deploy(name, 'good-2');
    const found = await settled(context, name, 'healthy', healthyAt(tip));
    expect(found).toMatchObject({ name: 'checkout', namespace: 'team-a' });
    expect(found.history.at(-1)).toMatchObject({
      revision: tip,
      sources: [{ path: 'apps/team-a/checkout' }],
    });
    const other = await read(context, 'checkout');
    expect(other).toMatchObject({ name: 'checkout', namespace: 'argocd' });
    expect(other.history.map(({ sources }) => sources[0]?.path)).not.toContain('apps/team-a/checkout');
  },

  'its manifests, its pods and its windows are its own': async (context) => {
    const found = await settled(context, name, 'healthy', ({ health }) => health === 'Healthy');
    const newest = found.history.at(-1);
    const rendered = newest && (await context.argocd.manifests(name, found, newest));
    if (rendered?.kind !== 'rendered') throw new Error(`it was not rendered: ${JSON.stringify(rendered)}`);
    expect(rendered.manifests.map((text) => JSON.parse(text).metadata.name)).toEqual(['team-a-checkout']);
    const rollout = await context.argocd.rollout(name, { since: 0, changedWorkloads: null });
    expect(rollout?.workloads.map(({ id }) => id)).toEqual(['Deployment/default/team-a-checkout']);
    expect(await context.argocd.windowBlocks(name)).toBe(false);
  },

  'its notification names its namespace': async ({ subject }) => {
    const events = () => subject.events.filter(({ app_namespace }) => app_namespace === 'team-a');
    const own = await until('its events', () => events().length > 0 && events());
    expect(new Set(own.map(({ app }) => app))).toEqual(new Set(['checkout']));
    expect(own.flatMap(({ sources }) => sources.map(({ path }) => path))).toContain('apps/team-a/checkout');
  },
};
