import { syncState } from '@backout/argocd';
import { until } from '@backout/world/until';
import { expect } from 'vitest';
import { onceEach } from './once-each.ts';
import { healthyAt, settled } from './settled.ts';
import type { Context } from './subject.ts';

/** An application with two sources of one repository. */
export const layered: Readonly<Record<string, (context: Context) => Promise<void>>> = {
  'an application of two sources has the revision of the one that is our repository': async (context) => {
    const tip = await context.deploy('layered', 'good-2');
    const found = await settled(context, 'layered', 'healthy', healthyAt(tip));
    expect(found.history.at(-1)?.revision).toBe(tip);
    expect(found.tracked).toEqual(['main']);
    expect(syncState(found, (revision) => revision === tip)).toBe('recovered');
  },

  'its notification names both sources': async ({ subject }) => {
    const own = () => onceEach(subject.events.filter(({ app }) => app === 'layered'));
    await until('an event of its second sync', () => own().length === 2);
    const [first, second] = own();
    expect(second?.previous).toBe(first?.revision);
    expect(second?.sources.map(({ path }) => path)).toEqual(['apps/layered', 'apps/layered-extra']);
    expect(second?.sources.map(({ revision }) => revision)).toEqual([second?.revision, second?.revision]);
    expect(second?.sources.map(({ previous }) => previous)).toEqual([first?.revision, first?.revision]);
  },
};
